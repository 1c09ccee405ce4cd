//go:build !js

package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"

	"knead/rules/packs"
)

var built = sync.OnceValues(func() (string, error) {
	page, err := build(packs.Default)
	return string(page), err
})

// TestPromisePageSendsNothing wants a policy that forbids the browser every request, a program that
// links no network package, and a file that names nothing to load.
func TestPromisePageSendsNothing(t *testing.T) {
	page, err := built()
	if err != nil {
		t.Fatal(err)
	}
	policy := between(page, `http-equiv="Content-Security-Policy" content="`, `"`)
	if !strings.HasPrefix(policy, "default-src &#39;none&#39;; script-src &#39;sha256-") || !strings.Contains(policy, "form-action &#39;none&#39;") ||
		regexp.MustCompile(`connect-src|unsafe-inline|https?:|\*`).MatchString(policy) {
		t.Errorf("the policy is %s", policy)
	}
	html := regexp.MustCompile(`(?s)<(script|style)[^>]*>.*?</(script|style)>`).ReplaceAllString(strings.Replace(page, policy, "", 1), "")
	if m := regexp.MustCompile(`(?i)<(link rel="[^i]|img|iframe|object|embed|video|audio|base)\b|\b(src|srcset|background)=|https?://|//\w`).FindString(html); m != "" {
		t.Errorf("the page has %q", m)
	}
	cmd := exec.Command("go", "list", "-deps", ".")
	cmd.Env = append(cmd.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Fields(string(out)) {
		switch name {
		case "net", "net/http", "crypto/tls", "os/exec":
			t.Errorf("the engine of the page links %s", name)
		}
	}
}

// TestPageSize holds the page to the size that people are told.
func TestPageSize(t *testing.T) {
	page, err := built()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = w.Write([]byte(page))
	w.Close()
	const most = 3_500_000
	t.Logf("%d bytes, %d with gzip", len(page), b.Len())
	if b.Len() > most {
		t.Errorf("the page has %d bytes with gzip, more than %d", b.Len(), most)
	}
}

// TestPageCanBeRead wants the first page in the file itself, so that it is there before the engine is, and the
// data of the engine as the script reads it.
func TestPageCanBeRead(t *testing.T) {
	page, err := built()
	if err != nil {
		t.Fatal(err)
	}
	for _, must := range []string{"<h1>Massage for a sore back", `<form method="post" action="/begin"`, "Nothing that you answer leaves this page", `data-language="hi"`} {
		if !strings.Contains(page, must) {
			t.Errorf("the page lacks %q", must)
		}
	}
	own, hindi := between(page, `<div id="first">`, "</div>\n<template"), between(page, `<template class="first" lang="hi"`, "</template>")
	for text, page := range map[string]string{
		`<strong lang="en" aria-current="true">English</strong>`: own, `lang="hi">हिन्दी</button>`: own,
		`<strong lang="hi" aria-current="true">हिन्दी</strong>`: hindi, `lang="en">English</button>`: hindi, "<h1>दुखती पीठ": hindi,
	} {
		if before, _, found := strings.Cut(page, text); !found || strings.Contains(before, "<main") && !strings.HasPrefix(text, "<h1>") {
			t.Errorf("a first page lacks %q at its top:\n%s", text, page)
		}
	}
	for _, data := range regexp.MustCompile(`<script type="text/plain" (?:class="pack"|id="engine")[^>]*>([^<]*)</script>`).FindAllStringSubmatch(page, -1) {
		if strings.Trim(data[1], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") != "" {
			t.Error("the data is not base64")
		}
	}
	notices, err := os.ReadFile("../../docs/third-party-notices.txt")
	if err != nil || !strings.Contains(page, string(notices)) || !strings.Contains(string(notices), "The Go Authors") {
		t.Errorf("the page does not hold the notices of what is linked: %v", err)
	}
	script := between(page, "<script>", "</script>")
	if !strings.Contains(page, strings.ReplaceAll(digest(script), "+", "&#43;")) {
		t.Error("the policy does not name the script")
	}
}
