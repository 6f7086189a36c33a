package store

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	_ "embed"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Redis is a Shared whose engine is Redis or Valkey, from version 6 on. A world is three keys with the hash tag
// {WORLD}; beside them are the names of the worlds, what is due, the servers that live, the format, and a last number.
// It is one engine, or one with replicas, and no Redis Cluster: a call touches the keys of a world and those beside.
//
// What Swap and Commit have made is in the memory of the engine. Its setting appendfsync decides whether that outlives
// the process of the engine.
type Redis struct {
	client  *redis.Client
	prefix  string
	channel string // the channels of all databases are one space
}

//go:embed redis.lua
var redisScript string

var theScript = redis.NewScript(redisScript)

// Bounds of the use of the engine.
const (
	dialTime    = 2 * time.Second
	replyTime   = 5 * time.Second
	connections = 64 // at once; further calls wait for one
	idleTime    = 4 * time.Minute
	// The names of all keys begin with it, if the URL names no other.
	defaultPrefix = "sparring:"
)

// OpenRedis opens the store at redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE], or at rediss:// by TLS. Behind ? there
// may be prefix=TEXT, with which all keys begin instead of "sparring:", and ca=FILE, a certificate in PEM to trust
// beside those of the machine. Errors say what was expected, or wrap ErrAway or ErrFormat.
func OpenRedis(address string) (*Redis, error) {
	u, err := url.Parse(address)
	if err != nil {
		if failed, ok := errors.AsType[*url.Error](err); ok {
			err = failed.Err // without the URL, which may have a password
		}
		return nil, fmt.Errorf("expected a URL such as redis://127.0.0.1:6379/0: %w", err)
	}
	options, err := optionsOf(u)
	if err != nil {
		return nil, err
	}
	prefix, err := prefixOf(u)
	if err != nil {
		return nil, err
	}
	quiet()
	channel := fmt.Sprintf("%swoken:%d", prefix, options.DB)
	r := &Redis{prefix: prefix, channel: channel, client: redis.NewClient(options)}
	_, err = r.Now() // without a password the engine would complain of the length of a longer call
	if err == nil {
		_, err = r.Worlds()
	}
	if err != nil {
		_ = r.Close()
		return nil, err
	}
	return r, nil
}

// quiet lets the library write nothing to standard error: the server says what it has to say of the engine.
var quiet = sync.OnceFunc(func() { redis.SetLogger(silent{}) })

type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// optionsOf returns how to connect to the engine of a URL. Nothing is sent twice by the library itself.
func optionsOf(u *url.URL) (*redis.Options, error) {
	if u.Scheme != "redis" && u.Scheme != "rediss" || u.Hostname() == "" || u.Fragment != "" {
		return nil, errors.New("expected a URL such as redis://127.0.0.1:6379/0")
	}
	for name := range u.Query() {
		if name != "prefix" && name != "ca" {
			return nil, fmt.Errorf("expected prefix or ca behind ?, got %q", name)
		}
	}
	o := &redis.Options{
		Addr: net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), "6379")), Username: u.User.Username(),
		Protocol: 2, DisableIdentity: true, MaxRetries: -1, DialerRetries: 1, PipelinePoolSize: -1,
		DialTimeout: dialTime, ReadTimeout: replyTime, WriteTimeout: replyTime, PoolTimeout: replyTime,
		PoolSize: connections, MaxActiveConns: connections, ConnMaxIdleTime: idleTime,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	}
	if path := strings.TrimPrefix(u.Path, "/"); path != "" {
		var err error
		if o.DB, err = strconv.Atoi(path); err != nil || o.DB < 0 {
			return nil, fmt.Errorf("expected the number of a database as path, got %q", path)
		}
	}
	var given bool
	if o.Password, given = u.User.Password(); !given && o.Username != "" {
		return nil, errors.New("expected a password behind the user, as in redis://USER:PASSWORD@HOST or " +
			"redis://:PASSWORD@HOST")
	}
	var err error
	if o.TLSConfig, err = tlsOf(u); err != nil {
		return nil, err
	}
	dial := redis.NewDialer(o)
	o.Dialer = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		switch {
		case err == nil:
			return c, nil
		case o.TLSConfig != nil:
			err = fmt.Errorf("by TLS: %w", err)
		}
		return nil, unreached{err}
	}
	return o, nil
}

// unreached is the error of a connection that was not made: nothing was sent.
type unreached struct{ error }

func (u unreached) Unwrap() error { return u.error }

func isUnreached(err error) bool {
	_, ok := errors.AsType[unreached](err)
	return ok || errors.Is(err, redis.ErrPoolTimeout)
}

// tlsOf returns nil for an engine without TLS.
func tlsOf(u *url.URL) (*tls.Config, error) {
	file := u.Query().Get("ca")
	switch {
	case u.Scheme == "redis" && file == "":
		return nil, nil
	case u.Scheme == "redis":
		return nil, fmt.Errorf("ca=%s: expected rediss://", file)
	}
	c := &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}
	if file == "" {
		return c, nil
	}
	var err error
	if c.RootCAs, err = x509.SystemCertPool(); err != nil {
		return nil, err
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("ca: %w", err)
	}
	if !c.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("ca=%s: expected a certificate in PEM", file)
	}
	return c, nil
}

// prefixOf returns with what the keys begin. A brace would be another hash tag.
func prefixOf(u *url.URL) (string, error) {
	if !u.Query().Has("prefix") {
		return defaultPrefix, nil
	}
	prefix := u.Query().Get("prefix")
	if prefix == "" || strings.ContainsAny(prefix, "{}") {
		return "", fmt.Errorf("expected a prefix without braces, such as team:, got %q", prefix)
	}
	return prefix, nil
}

// run runs the script: what to do, with a world or a server, and with what that call takes.
func (r *Redis) run(what, world string, args ...any) *redis.Cmd {
	key := r.prefix + "{" + world + "}"
	keys := []string{
		key, key + ":records", key + ":log", r.prefix + "worlds", r.prefix + "due", r.prefix + "format",
		r.prefix + "living",
	}
	all := append(append(make([]any, 0, 5+len(args)), what, r.prefix, Format, r.channel, world), args...)
	return again(func(ctx context.Context) *redis.Cmd { return theScript.Run(ctx, r.client, keys, all...) })
}

// again asks the engine. A connection that was idle may have ended meanwhile: then it asks again. Each call may be made
// twice: Swap knows its last request.
func again[C redis.Cmder](ask func(context.Context) C) C {
	ctx, cancel := context.WithTimeout(context.Background(), 2*replyTime)
	defer cancel()
	cmd := ask(ctx)
	if err := cmd.Err(); err != nil && !refused(err) && !isUnreached(err) && !isTimeout(err) {
		return ask(ctx)
	}
	return cmd
}

func isTimeout(err error) bool {
	failed, ok := errors.AsType[net.Error](err)
	return ok && failed.Timeout() || errors.Is(err, context.DeadlineExceeded)
}

// refused reports whether the engine has answered with an error. Then it has changed nothing.
func refused(err error) bool {
	_, said := errors.AsType[redis.Error](err)
	return said
}

// unmade is the error of a call that is not made, or makes no difference: it wraps ErrAway, ErrFull, or ErrFormat.
func unmade(err error) error {
	if err == nil {
		return nil
	}
	if !refused(err) {
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	text := strings.TrimPrefix(err.Error(), "ERR ")
	switch code, rest, _ := strings.Cut(text, " "); code {
	case "FULL":
		return ErrFull
	case "FORMAT":
		return fmt.Errorf("%w: %q, this version of Sparring reads %d only; "+
			"give another ?prefix=, or use the version that wrote them", ErrFormat, rest, Format)
	}
	return said(text)
}

// said is what the engine answers instead of doing what it was asked to. It counts as ErrAway.
type said string

// Error is what it says.
func (s said) Error() string { return "the engine refuses: it says " + string(s) }

// Is reports whether an error is ErrAway.
func (s said) Is(target error) bool { return target == ErrAway }

// unsure is the error of a call that makes a difference: it also wraps ErrUnsure.
func unsure(err error) error {
	if err == nil || refused(err) || isUnreached(err) {
		return unmade(err)
	}
	return fmt.Errorf("%w: %w", ErrUnsure, err)
}
