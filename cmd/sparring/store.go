package main

import (
	"errors"
	"fmt"
	"strings"

	"sparring/mock"
	"sparring/mock/store"
)

// openStore opens what --store names, if it names anything, and returns what closes it.
func openStore(name string, opts *mock.Options) (closing func() error, err error) {
	if name == "" {
		return func() error { return nil }, nil
	}
	opened, err := store.Open(name)
	if err != nil {
		return nil, fmt.Errorf("--store %s: %w", store.Shown(name), err)
	}
	opts.Store = opened
	return opened.Close, nil
}

// ofStore names the store if it has worlds that cannot be read, else the flag whose value a server refuses.
func (f *serveFlags) ofStore(err error) error {
	if option, ok := errors.AsType[*mock.OptionError](err); ok && option.Option == "Store" {
		return fmt.Errorf("--store %s: %w", store.Shown(f.store), err)
	}
	return ofFlag(err)
}

// tellKept logs what the server took over from its store, and whether clients will still find it.
func tellKept(server *mock.Server, opts mock.Options) {
	if opts.Store == nil || opts.Log == nil {
		return
	}
	if _, shared := opts.Store.(store.Shared); shared {
		opts.Log.Info("worlds are shared with the other servers of the store")
		return
	}
	worlds, elsewhere := server.Kept()
	if len(elsewhere) > 0 {
		opts.Log.Warn("the store has worlds whose URLs have another address than this server: "+
			"serve at the same --addr or --public-url, or make them anew",
			"urls", strings.Join(elsewhere, " "), "server", server.URL())
	}
	opts.Log.Info("worlds from the store", "count", worlds)
}
