//go:build !full

package tui

// full says that slow tests take their time.
const full = false
