package records

import (
	"slices"

	"knead/rules"
)

// AtLeast is the disposition that the readable answers of a rejected record give. Its zero value
// means that nothing could be read.
type AtLeast uint8

// AtLeastOf returns the value of a disposition.
func AtLeastOf(d rules.Disposition) AtLeast { return AtLeast(d) + 1 }

// atLeasts are all values, the most cautious first. A record of which nothing could be read
// stands behind those whose readable answers send somebody to a doctor.
var atLeasts = func() (all []AtLeast) {
	for d := rules.Emergency; d > rules.Proceed; d-- {
		all = append(all, AtLeastOf(d))
		if d == rules.Refer {
			all = append(all, 0)
		}
	}
	return append(all, AtLeastOf(rules.Proceed))
}()

// AtLeasts returns all values, the most cautious first.
func AtLeasts() []AtLeast { return slices.Clone(atLeasts) }

// Compare is negative when a is more cautious than b.
func (a AtLeast) Compare(b AtLeast) int { return slices.Index(atLeasts, a) - slices.Index(atLeasts, b) }

// Disposition returns the disposition; read is false when nothing could be read.
func (a AtLeast) Disposition() (d rules.Disposition, read bool) {
	return rules.Disposition(max(a, 1) - 1), a > 0
}

// String returns the disposition's name, or "" when nothing could be read.
func (a AtLeast) String() string {
	if d, read := a.Disposition(); read {
		return d.String()
	}
	return ""
}

// JSON returns the disposition's name, or null, as JSON.
func (a AtLeast) JSON() string {
	if a == 0 {
		return "null"
	}
	return `"` + a.String() + `"`
}
