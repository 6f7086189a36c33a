package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"sparring/mock/keep"
)

// Worlds names the worlds in order.
func (r *Redis) Worlds() ([]string, error) { return names(r.run("worlds", "")) }

// Due names the worlds in which something is due at a time.
func (r *Redis) Due(until time.Time) ([]string, error) {
	return names(r.run("due", "", until.UnixMicro()))
}

// names returns a list of the script in order.
func names(c *redis.Cmd) ([]string, error) {
	list, err := c.StringSlice()
	slices.Sort(list)
	return list, unmade(err)
}

// Load hands over the records of a world.
func (r *Redis) Load(world string, each func(key string, value []byte) error) error {
	d, err := r.Read(world, 0)
	for i := 0; err == nil && i < len(d.Changes); i++ {
		err = each(d.Changes[i].Key, d.Changes[i].Value)
	}
	return err
}

// Read returns what has changed since a version.
func (r *Redis) Read(world string, since int64) (Delta, error) {
	d, _, err := delta(r.run("read", world, since), unmade)
	return d, err
}

// Commit makes changes whatever the version is.
func (r *Redis) Commit(world string, changes keep.Changes) error {
	if len(changes) == 0 {
		return nil
	}
	return unsure(r.run("swap", world, arguments(changes, -1, "", "", -1, -1, 0)...).Err())
}

// Delete deletes a world.
func (r *Redis) Delete(world string) error {
	return unmade(r.run("delete", world).Err())
}

// Swap makes changes if nobody was faster.
func (r *Redis) Swap(world string, s Swap) (Delta, bool, error) {
	due := int64(0)
	if !s.Due.IsZero() {
		due = max(1, s.Due.UnixMicro())
	}
	ttl := int64(0)
	if s.TTL > 0 {
		ttl = max(1, s.TTL.Milliseconds())
	}
	server := s.Request[:max(0, strings.LastIndexByte(s.Request, '/'))]
	cmd := r.run("swap", world, arguments(s.Changes, s.From, s.Request, server, due, ttl, s.Most)...)
	return delta(cmd, unsure)
}

// arguments are those of the script's swap.
func arguments(changes keep.Changes, from int64, request, server string, due, ttl int64, most int) []any {
	args := append(make([]any, 0, 6+3*len(changes)), from, request, server, due, ttl, most)
	for _, c := range changes {
		switch {
		case c.Value != nil:
			args = append(args, "p", c.Key, c.Value)
		case c.Below:
			args = append(args, "b", c.Key)
		default:
			args = append(args, "d", c.Key)
		}
	}
	return args
}

// delta reads what the script returns of a world: whether changes were made, the version, whether all follows, records.
func delta(c *redis.Cmd, failed func(error) error) (d Delta, made bool, _ error) {
	parts, err := c.Slice()
	if err != nil {
		return d, false, failed(err)
	}
	if len(parts) != 4 {
		return d, false, fmt.Errorf("%w: a reply of %d parts", ErrDamaged, len(parts))
	}
	made, d.Whole = parts[0] == int64(1), parts[2] == int64(1)
	if text, ok := parts[1].(string); ok {
		if d.Version, err = strconv.ParseInt(text, 10, 64); err != nil {
			return d, false, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	records, _ := parts[3].([]any)
	for i := 0; i+1 < len(records); i += 2 {
		change := keep.Change{}
		change.Key, _ = records[i].(string)
		if value, ok := records[i+1].(string); ok {
			change.Value = []byte(value)
		}
		d.Changes = append(d.Changes, change)
	}
	slices.SortFunc(d.Changes, func(a, b keep.Change) int { return cmp.Compare(a.Key, b.Key) })
	return d, made, nil
}

// Now returns the engine's time.
func (r *Redis) Now() (time.Time, error) {
	now, err := again(r.client.Time).Result()
	return now, unmade(err)
}

// Live says that a server lives.
func (r *Redis) Live(server string, period time.Duration) error {
	return unmade(r.run("live", server, max(1, period.Milliseconds())).Err())
}

// Living names the servers that live.
func (r *Redis) Living() ([]string, error) { return names(r.run("living", "")) }

// Number returns a new number. One that nobody hears of is lost.
func (r *Redis) Number() (int64, error) {
	n, err := again(func(ctx context.Context) *redis.IntCmd { return r.client.Incr(ctx, r.prefix+"number") }).Result()
	return n, unmade(err)
}

// Close ends the connections.
func (r *Redis) Close() error { return r.client.Close() }
