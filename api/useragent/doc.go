// Package useragent names the browser and the system of a User-Agent for people, in mails and
// on screens. It knows no other room.
package useragent
