package report

import "runtime/debug"

// Version returns the version of the program and its commit, as its build recorded them.
func Version() (version, commit string) {
	version, commit = "unreleased", "unknown"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version, commit
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		version = v
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			commit = setting.Value
		}
	}
	return version, commit
}
