// Command build makes what is published of a version: a static program for each system with
// manual pages and completions, packed, a Debian package for Linux, and checksums of all.
// The same commit gives the same bytes.
//
//	go run ./internal/release/build -out dist
//
// It needs Go, git and, for the Debian package, dpkg-deb.
package main

import (
	"debug/buildinfo"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
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

var targets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

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
	for _, target := range targets {
		if strings.HasPrefix(target, only) {
			system, arch, _ := strings.Cut(target, "/")
			if err := b.target(system, arch, debian && system == "linux"); err != nil {
				return err
			}
		}
	}
	return checksums(out)
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
	if err := compile(host); err != nil {
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
func (b *builder) target(system, arch string, debian bool) error {
	program, pack, suffix := "knead", tarGz, ".tar.gz"
	if system == "windows" {
		program, pack, suffix = "knead.exe", zipped, ".zip"
	}
	path := filepath.Join(b.work, system+"-"+arch, program)
	if err := compile(path, "GOOS="+system, "GOARCH="+arch); err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	name := "knead_" + b.version.name + "_" + system + "_" + arch
	archive, err := pack(name, append([]file{{program, data, 0o755}}, b.shared...), b.version.time)
	if err != nil {
		return err
	}
	log.Println(name + suffix)
	if err := os.WriteFile(filepath.Join(b.out, name+suffix), archive, 0o644); err != nil || !debian {
		return err
	}
	return b.debian(arch, data)
}

// compile builds the program for this machine, or for another one in the environment.
func compile(path string, environment ...string) error {
	cmd := exec.Command("go", "build", "-buildvcs=true", "-trimpath", "-ldflags=-s -w -buildid=", "-o", path, "./cmd/knead")
	cmd.Env = slices.Concat(slices.DeleteFunc(os.Environ(), steersGo), []string{"CGO_ENABLED=0"}, environment)
	cmd.Stderr = log.Writer()
	return cmd.Run()
}

// steersGo reports whether a setting may change what is built.
func steersGo(setting string) bool {
	name, _, _ := strings.Cut(setting, "=")
	return slices.Contains([]string{"GOOS", "GOARCH", "GOFLAGS", "GOEXPERIMENT", "GOAMD64", "GOARM64", "GODEBUG", "CGO_ENABLED"}, name)
}

// version is what a program says of itself.
type version struct {
	name string    // 1.2.3, or 0.0.0-DATE-COMMIT between versions
	time time.Time // of the commit
}

// versionOf reads the version that the build recorded in a program. It comes from the tag
// of the commit.
func versionOf(program string) (version, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return version{}, err
	}
	v := version{name: strings.TrimPrefix(info.Main.Version, "v")}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			if v.time, err = time.Parse(time.RFC3339, s.Value); err != nil {
				return version{}, err
			}
		}
	}
	if v.time.IsZero() || v.name == "" || v.name == "(devel)" {
		return version{}, fmt.Errorf("the build recorded no version: build in a plain clone of the repository, not in a linked worktree")
	}
	return v, nil
}

// debian is the version as Debian orders versions: what is between versions comes before
// the next one.
func (v version) debian() string {
	return strings.NewReplacer("-", "~", "+", "~").Replace(v.name)
}
