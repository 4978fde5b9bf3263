package ui

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// File is an output file that appears under its name once it is whole. Until
// [File.Commit] it has another name in the same folder.
type File struct {
	*bufio.Writer
	file *os.File
	// target is where the file goes; empty where it is written in place, as a
	// device or a pipe is.
	target string
}

// maxTries is how many names of unfinished files are tried; one is taken only
// where an earlier process of the same number was killed.
const maxTries = 100

// Create starts an output file. What stands under that name is left as it is
// until [File.Commit]; a symbolic link is followed.
func Create(name string) (*File, error) {
	target := name
	if resolved, err := filepath.EvalSymlinks(name); err == nil {
		target = resolved
	}
	info, err := os.Stat(target)
	switch {
	case err != nil:
		return createBeside(name, target, nil)
	case info.IsDir():
		return nil, &fs.PathError{Op: "write", Path: name, Err: errors.New("it is a folder")}
	case info.Mode().IsRegular():
		return createBeside(name, target, info)
	}
	file, err := os.OpenFile(target, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	return &File{Writer: bufio.NewWriter(file), file: file}, nil
}

// createBeside makes the file that will replace target, with the mode of what
// stands there, or else the one that any new file gets.
func createBeside(name, target string, replaced fs.FileInfo) (*File, error) {
	var file *os.File
	err := fs.ErrExist
	for try := 0; errors.Is(err, fs.ErrExist) && try < maxTries; try++ {
		temporary := filepath.Join(filepath.Dir(target), fmt.Sprintf(".dagplan-%d-%d.tmp", os.Getpid(), try))
		file, err = os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	}
	if err != nil {
		return nil, &fs.PathError{Op: "write", Path: name, Err: errors.Unwrap(err)}
	}
	f := &File{Writer: bufio.NewWriter(file), file: file, target: target}
	if replaced != nil {
		if err := file.Chmod(replaced.Mode().Perm()); err != nil {
			return nil, errors.Join(err, f.Discard())
		}
	}
	return f, nil
}

// Commit puts the file under its name. The File must not be used afterwards.
func (f *File) Commit() error {
	if err := f.Flush(); err != nil {
		return errors.Join(err, f.Discard())
	}
	if f.target == "" {
		return f.file.Close()
	}
	if err := f.file.Close(); err != nil {
		return errors.Join(err, os.Remove(f.file.Name()))
	}
	if err := os.Rename(f.file.Name(), f.target); err != nil {
		return errors.Join(err, os.Remove(f.file.Name()))
	}
	return nil
}

// Discard removes what was written. The File must not be used afterwards.
func (f *File) Discard() error {
	err := f.file.Close()
	if f.target != "" {
		err = errors.Join(err, os.Remove(f.file.Name()))
	}
	return err
}

// WriteFile writes content to a file, whole or not at all.
func WriteFile(name string, content []byte) error {
	file, err := Create(name)
	if err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil {
		return errors.Join(err, file.Discard())
	}
	return file.Commit()
}
