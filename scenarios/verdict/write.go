package verdict

import (
	"encoding/json"
	"fmt"
	"io"
)

// WriteJSON writes the report as REPORT.md documents it.
func WriteJSON(out io.Writer, r *Report) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("write the JSON report: %w", err)
	}
	return nil
}
