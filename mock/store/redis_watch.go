package store

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// Watch tells of changes until ctx ends. The library connects again as often as need be.
func (r *Redis) Watch(ctx context.Context, woken func(world string)) {
	heard := r.client.Subscribe(ctx, r.channel)
	defer heard.Close()
	all := heard.ChannelWithSubscriptions()
	for {
		select {
		case <-ctx.Done():
			return
		case said := <-all:
			switch said := said.(type) {
			case *redis.Subscription: // also after a connection broke: nobody said what happened before
				woken("")
			case *redis.Message:
				woken(said.Payload)
			}
		}
	}
}
