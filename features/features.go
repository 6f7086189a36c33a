// Package features is the built-in scenarios: Gherkin text, one folder an API.
package features

import "embed"

// FS holds the built-in features: bonder/tokens.feature and so on.
//
//go:embed */*.feature
var FS embed.FS
