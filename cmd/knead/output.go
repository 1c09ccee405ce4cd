package main

import (
	"fmt"

	"knead/internal/files"
)

// writeWhole writes to a file, whole or not at all, or to standard output.
func writeWhole(s streams, output string, data []byte) error {
	if output == "" || output == "-" {
		_, err := s.out.Write(data)
		return err
	}
	return files.WriteAtomic(output, data)
}

// apart refuses an output file that is one of the inputs, before anything is read.
func apart(output string, inputs []string) error {
	for _, input := range inputs {
		if output != "" && output != "-" && input != "-" && files.Same(output, input) {
			return fmt.Errorf("the output file %q is also an input: name another", output)
		}
	}
	return nil
}
