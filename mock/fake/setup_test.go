package fake_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	_ "sparring/mock/mocktest/outside" // go test hands -outside to every package
)

// newShop is a service that names a price.
func newShop(t *testing.T) string {
	t.Helper()
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`"5"`))
	}))
	t.Cleanup(shop.Close)
	return shop.URL
}
