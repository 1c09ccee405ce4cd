package stored_test

import (
	"testing"

	"knead/rules/packs"
	"knead/rules/stored"
)

// TestDamaged wants an error or a pack of what is cut off or changed, and no panic.
func TestDamaged(t *testing.T) {
	p, _, err := packs.Load("starter")
	if err != nil {
		t.Fatal(err)
	}
	whole := string(stored.Write(p))
	if _, err := stored.Read(whole); err != nil {
		t.Fatal(err)
	}
	for n := range len(whole) {
		if _, err := stored.Read(whole[:n]); err == nil {
			t.Fatalf("the first %d bytes are read", n)
		}
		for _, b := range []byte{0, 1, 0x7f, 0x80, 0xff} {
			_, _ = stored.Read(whole[:n] + string(b) + whole[n+1:])
		}
	}
}
