//go:build !full

package main

// full says that slow tests take their time.
const full = false
