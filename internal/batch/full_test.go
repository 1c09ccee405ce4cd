//go:build full

package batch

// full says that slow tests take their time.
const full = true
