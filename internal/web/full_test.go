//go:build full

package web

const full = true // slow tests take their time
