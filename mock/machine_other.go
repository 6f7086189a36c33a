//go:build !unix

package mock

func maxFiles() (uint64, bool) { return 0, false }
