// Package peopletest is the world that the tests of people and policy live in.
package peopletest
