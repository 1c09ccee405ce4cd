package main

import "knead/internal/files"

// writeWhole writes to a file, whole or not at all, or to standard output.
func writeWhole(s streams, output string, data []byte) error {
	if output == "" || output == "-" {
		_, err := s.out.Write(data)
		return err
	}
	return files.WriteAtomic(output, data)
}
