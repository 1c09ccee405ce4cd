package main

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"text/template"
	"time"
)

// component is a part of the programs, as CycloneDX describes it.
type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	Scope      string     `json:"scope,omitempty"`
	PURL       string     `json:"purl,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// materials writes what is linked into the programs as CycloneDX 1.5, from what the builds recorded.
func (b *builder) materials() error {
	name := "knead_" + b.version.name + ".cdx.json"
	log.Println(name)
	data, err := billOfMaterials(b.version, b.linked)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(b.out, name), data, 0o644)
}

func billOfMaterials(v version, linked []*debug.BuildInfo) ([]byte, error) {
	parts := map[string]component{}
	for _, info := range linked {
		std := "pkg:golang/std@" + strings.TrimPrefix(info.GoVersion, "go")
		parts[std] = component{Type: "library", Ref: std, Name: "std", Version: info.GoVersion, Scope: "required", PURL: std}
		for _, m := range info.Deps {
			if m.Replace != nil {
				m = m.Replace
			}
			purl := "pkg:golang/" + m.Path + "@" + m.Version
			parts[purl] = component{
				Type: "library", Ref: purl, Name: m.Path, Version: m.Version, Scope: "required", PURL: purl, Properties: []property{{"go:sum", m.Sum}},
			}
		}
	}
	all := slices.SortedFunc(maps.Values(parts), func(a, b component) int { return cmp.Compare(a.Ref, b.Ref) })
	refs := make([]string, len(all))
	for i, c := range all {
		refs[i] = c.Ref
	}
	itself := component{Type: "application", Ref: "knead@" + v.name, Name: "knead", Version: v.name}
	content, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	id := sha1.Sum(append([]byte(itself.Ref), content...))
	id[6], id[8] = id[6]&0x0f|0x50, id[8]&0x3f|0x80
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err = e.Encode(map[string]any{
		"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
		"serialNumber": fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:16]),
		"metadata":     map[string]any{"timestamp": v.time.UTC().Format(time.RFC3339), "component": itself},
		"components":   all,
		"dependencies": []any{map[string]any{"ref": itself.Ref, "dependsOn": refs}},
	})
	return out.Bytes(), err
}

// download is an archive as a package manager fetches it.
type download struct{ Arch, URL, Sum, Folder string }

// manifests writes the formula for Homebrew and the manifest for Scoop.
func (b *builder) manifests() error {
	type system struct {
		System string
		Files  []download
	}
	values := struct {
		Version, Licence, Home string
		Brew                   []system
		Scoop                  []download
	}{Version: b.version.name, Licence: licence, Home: home}
	of := func(wanted string, archs map[string]string) (files []download) {
		for _, a := range b.packed {
			if a.system == wanted {
				files = append(files, download{archs[a.arch], strings.ReplaceAll(downloads, "{version}", b.version.name) + a.name, a.sum, strings.TrimSuffix(a.name, ".zip")})
			}
		}
		return files
	}
	brew := map[string]string{"amd64": "intel", "arm64": "arm"}
	values.Brew = []system{{"macos", of("darwin", brew)}, {"linux", of("linux", brew)}}
	values.Scoop = of("windows", map[string]string{"amd64": "64bit", "arm64": "arm64"})
	for _, name := range []string{"knead.rb", "knead.json"} {
		t, err := template.ParseFiles(filepath.FromSlash("internal/release/templates/" + name + ".tmpl"))
		if err != nil {
			return err
		}
		var out bytes.Buffer
		if err := t.Execute(&out, values); err != nil {
			return err
		}
		log.Println(name)
		if err := os.WriteFile(filepath.Join(b.out, name), out.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
