// Package demo is a made-up world to try the product in: three organizations,
// their people, and a stand-in for Google and Microsoft.
//
// The world is applied like any operator's file, and what happened in it (a
// linked agent, an application that stopped working) really happened: the demo
// signs in by the same flow as people do. Only `latchkey demo` uses this.
package demo
