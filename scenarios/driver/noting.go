package driver

import (
	"context"
	"strconv"
)

type noting struct{}

// Noting returns a context in which a call says the id that it has, as notifications name it, before it is made.
func Noting(ctx context.Context, say func(id string)) context.Context {
	return context.WithValue(ctx, noting{}, say)
}

// noted says the id of a call.
func noted(ctx context.Context, id int64) {
	if say, ok := ctx.Value(noting{}).(func(string)); ok {
		say(strconv.FormatInt(id, 10))
	}
}
