//go:build !full

package web

const full = false
