// Command build makes what is published of a version: static programs for each system with
// manual pages and completions, packed; packages for Linux; a formula for Homebrew and a manifest
// for Scoop; a list of what is linked (CycloneDX); and checksums of all. The same commit gives the
// same bytes.
//
//	go run ./internal/release/build -out dist
//
// It needs Go and git. docs/release.md says what the owner of the project has yet to choose.
package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	out := flag.String("out", "dist", "folder to write to; it must be empty or new")
	only := flag.String("only", "", "only targets that begin with this, such as linux or windows/arm64")
	packages := flag.Bool("packages", true, "also make packages of the Linux targets, with nfpm")
	flag.StringVar(&home, "home", home, "`URL` of the project, for Homebrew and Scoop")
	flag.StringVar(&downloads, "downloads", downloads, "`URL` below which the files will be, {version} standing for the version")
	flag.Parse()
	if err := release(*out, *only, *packages); err != nil {
		log.Fatal("build: ", err)
	}
}

// What the owner of the project has to choose: see docs/release.md.
var (
	licence   = "" // its SPDX identifier
	home      = "https://knead.example/"
	downloads = "https://knead.example/releases/{version}/"
)

// licenceName is the licence in words.
func licenceName() string {
	if licence == "" {
		return "none has been chosen yet"
	}
	return licence
}

// programs are the commands that a release holds.
var programs = []string{"knead", "knead-serve"}

var targets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

func release(out, only string, packages bool) error {
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
			if err := b.target(system, arch, packages && system == "linux"); err != nil {
				return err
			}
		}
	}
	if err := b.page(); err != nil {
		return err
	}
	if err := b.materials(); err != nil {
		return err
	}
	if only == "" {
		if err := b.manifests(); err != nil {
			return err
		}
	}
	return checksums(out)
}

// builder makes the files of one version.
type builder struct {
	out, work string
	version   version
	shared    []file // what goes with every program
	packed    []archive
	linked    []*debug.BuildInfo // of the programs
}

// archive is one that was made.
type archive struct{ system, arch, name, sum string }

// prepare finds out the version and makes what is the same for all targets.
func (b *builder) prepare() error {
	host := filepath.Join(b.work, "knead")
	if err := compile(host, "knead"); err != nil {
		return err
	}
	var err error
	if b.version, err = versionOf(host); err != nil {
		return err
	}
	b.shared, err = sharedFiles(host)
	return err
}

// page makes the page that needs no server.
func (b *builder) page() error {
	const name = "knead.html"
	cmd := exec.Command("go", "run", "./cmd/knead-page", "-o", filepath.Join(b.out, name))
	cmd.Env = slices.DeleteFunc(os.Environ(), steersGo)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	log.Println(name)
	return nil
}

// target builds, packs and announces one target.
func (b *builder) target(system, arch string, packages bool) error {
	pack, suffix, exe := tarGz, ".tar.gz", ""
	if system == "windows" {
		pack, suffix, exe = zipped, ".zip", ".exe"
	}
	var built []file
	for _, program := range programs {
		path := filepath.Join(b.work, system+"-"+arch, program+exe)
		if err := compile(path, program, "GOOS="+system, "GOARCH="+arch); err != nil {
			return err
		}
		info, err := buildinfo.ReadFile(path)
		if err != nil {
			return err
		}
		b.linked = append(b.linked, info)
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		built = append(built, file{program + exe, data, 0o755})
	}
	folder := "knead_" + b.version.name + "_" + system + "_" + arch
	data, err := pack(folder, slices.Concat(built, b.shared), b.version.time)
	if err != nil {
		return err
	}
	log.Println(folder + suffix)
	b.packed = append(b.packed, archive{system, arch, folder + suffix, fmt.Sprintf("%x", sha256.Sum256(data))})
	if err := os.WriteFile(filepath.Join(b.out, folder+suffix), data, 0o644); err != nil || !packages {
		return err
	}
	return b.packages(arch, built)
}

// compile builds a program for this machine, or for another one in the environment.
func compile(path, program string, environment ...string) error {
	cmd := exec.Command("go", "build", "-buildvcs=true", "-trimpath", "-ldflags=-s -w -buildid=", "-o", path, "./cmd/"+program)
	cmd.Env = slices.Concat(slices.DeleteFunc(os.Environ(), steersGo), []string{"CGO_ENABLED=0"}, environment)
	cmd.Stderr = log.Writer()
	return cmd.Run()
}

// steersGo reports whether a setting may change what is built.
func steersGo(setting string) bool {
	name, _, _ := strings.Cut(setting, "=")
	return slices.Contains([]string{"GOOS", "GOARCH", "GOFLAGS", "GOEXPERIMENT", "GOAMD64", "GOARM64", "GOWASM", "GOFIPS140", "GODEBUG", "CGO_ENABLED"}, name)
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
