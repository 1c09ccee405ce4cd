//go:build !windows

package files

import (
	"errors"
	"os"
	"syscall"
	"testing"
)

// TestWriteIntoDevice holds that a device stays a device and its errors are told.
func TestWriteIntoDevice(t *testing.T) {
	if err := WriteAtomic(os.DevNull, []byte("x")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		if err := WriteAtomic("/dev/full", []byte("x")); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("got %v, want no space", err)
		}
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("%s is a device no more: %v", os.DevNull, err)
	}
}
