// Command build makes what is published of a version: a static program for each system with
// manual pages and completions, packed, a Debian package for Linux, and checksums of all.
// The same commit gives the same bytes.
//
//	go run ./internal/release/build -out dist
//
// It needs Go, git and, for the Debian package, dpkg-deb.
package main

import (
	"errors"
	"flag"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	out := flag.String("out", "dist", "folder to write to; it must be empty or new")
	only := flag.String("only", "", "only targets that begin with this, such as linux or windows/arm64")
	debian := flag.Bool("deb", true, "also make Debian packages of the Linux targets")
	flag.Parse()
	if err := release(*out, *only, *debian); err != nil {
		log.Fatal("build: ", err)
	}
}

// target is a system that knead is built for.
type target struct{ os, arch string }

func (t target) String() string { return t.os + "/" + t.arch }

func targets() []target {
	return []target{
		{"linux", "amd64"}, {"linux", "arm64"},
		{"darwin", "amd64"}, {"darwin", "arm64"},
		{"windows", "amd64"}, {"windows", "arm64"},
	}
}

func release(out, only string, debian bool) error {
	if entries, err := os.ReadDir(out); err == nil && len(entries) > 0 {
		return errors.New("the folder " + out + " is not empty")
	}
	work, err := os.MkdirTemp("", "knead-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	b := &builder{out: out, work: work}
	if err := b.prepare(); err != nil {
		return err
	}
	for _, t := range targets() {
		if strings.HasPrefix(t.String(), only) {
			if err := b.target(t, debian && t.os == "linux"); err != nil {
				return err
			}
		}
	}
	return b.checksums()
}

// builder makes the files of one version.
type builder struct {
	out, work string
	version   version
	shared    []file // what goes with every program
}

// prepare finds out the version and makes what is the same for all targets.
func (b *builder) prepare() error {
	host := filepath.Join(b.work, "knead")
	if err := compile(host, target{}); err != nil {
		return err
	}
	var err error
	if b.version, err = versionOf(host); err != nil {
		return err
	}
	b.shared, err = sharedFiles(host)
	return err
}

// target builds, packs and announces one target.
func (b *builder) target(t target, debian bool) error {
	program := "knead"
	if t.os == "windows" {
		program = "knead.exe"
	}
	path := filepath.Join(b.work, t.os+"-"+t.arch, program)
	if err := compile(path, t); err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	files := append([]file{{name: program, data: data, mode: 0o755}}, b.shared...)
	name := "knead_" + b.version.name + "_" + t.os + "_" + t.arch
	pack, suffix := tarGz, ".tar.gz"
	if t.os == "windows" {
		pack, suffix = zipped, ".zip"
	}
	archive, err := pack(name, files, b.version.time)
	if err != nil {
		return err
	}
	log.Println(name + suffix)
	if err := os.WriteFile(filepath.Join(b.out, name+suffix), archive, 0o644); err != nil || !debian {
		return err
	}
	return b.debian(t, data)
}

// compile builds the program for a target, or for this machine.
func compile(path string, t target) error {
	cmd := exec.Command("go", "build", "-buildvcs=true", "-trimpath", "-ldflags=-s -w -buildid=", "-o", path, "./cmd/knead")
	cmd.Env = append(slices.DeleteFunc(os.Environ(), steersGo), "CGO_ENABLED=0")
	if t.os != "" {
		cmd.Env = append(cmd.Env, "GOOS="+t.os, "GOARCH="+t.arch)
	}
	cmd.Stderr = log.Writer()
	return cmd.Run()
}

// steersGo reports whether a setting may change what is built.
func steersGo(setting string) bool {
	name, _, _ := strings.Cut(setting, "=")
	switch name {
	case "GOOS", "GOARCH", "GOFLAGS", "GOEXPERIMENT", "GOAMD64", "GOARM64", "GODEBUG", "CGO_ENABLED":
		return true
	}
	return false
}
