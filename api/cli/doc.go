// Package cli is the command line: a file per command, and how settings are parsed.
// A command reads its settings by package config, does its work by package app or
// by one room, and prints; only package main imports it.
package cli
