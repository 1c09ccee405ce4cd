package packs

import (
	"knead/internal/files"
	"knead/rules"
	"knead/rules/stored"
)

// Cache keeps stored forms of packs in folders, so that their YAML need not be parsed again. They are
// packs and nothing of people.
type Cache struct{ kept files.Cache }

// UserCache returns the cache in the user's cache folder, of packs as this program reads them.
func UserCache() Cache { return Cache{files.UserCache("packs")} }

// Load returns the pack that was kept under those digests, of which the first is its own, or nil.
func (c Cache) Load(digests ...string) *rules.Pack {
	data := c.kept.Load(digests...)
	if data == nil {
		return nil
	}
	p, err := stored.Read(string(data))
	if err != nil || p.Digest != digests[0] {
		return nil
	}
	return p
}

// Keep keeps a pack under those digests, of which the first is its own.
func (c Cache) Keep(p *rules.Pack, digests ...string) {
	if c.kept != (files.Cache{}) {
		c.kept.Keep(stored.Write(p), digests...)
	}
}
