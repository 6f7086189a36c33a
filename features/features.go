// Package features is the built-in scenarios: Gherkin text, one folder an API. Below examples stand features to copy
// from,
// which are no part of the built-in ones: sparring verify --features features/examples/ru.
package features

import "embed"

// FS holds the built-in features: bonder/tokens.feature and so on.
//
//go:embed */*.feature
var FS embed.FS
