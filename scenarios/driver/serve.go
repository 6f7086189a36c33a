package driver

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Serve makes an adapter in Go a client process: it answers calls from in on out until in ends. This is the client's
// side of the protocol. A Keeper gets the folder that FolderVariable names, a Waiter the limit in PatienceVariable.
func Serve(ctx context.Context, in io.Reader, out io.Writer, a Adapter) error {
	if err := errors.Join(keep(a), wait(a)); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	var calls sync.WaitGroup
	defer calls.Wait()
	defer cancel() // before the wait: end of stdin means stop
	w := &writer{out: out}
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 16<<10), maxLine)
	for first := true; lines.Scan(); first = false {
		line := lines.Bytes()
		if first {
			line = bytes.TrimPrefix(line, byteOrderMark)
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var r struct {
			ID     json.RawMessage `json:"id"`
			Method string          `json:"method"`
			Params json.RawMessage `json:"params"`
		}
		if err := json.Unmarshal(line, &r); err != nil {
			w.send(map[string]any{"jsonrpc": "2.0", "id": nil, "error": Refusal{Code: codeParse, Message: err.Error()}})
			continue
		}
		if r.Method == "hello" {
			w.send(map[string]any{"jsonrpc": "2.0", "id": r.ID, "result": a.Hello()})
			continue
		}
		var c Call
		d := json.NewDecoder(bytes.NewReader(r.Params))
		d.UseNumber()
		if err := d.Decode(&c.Params); err != nil {
			w.send(
				map[string]any{"jsonrpc": "2.0", "id": r.ID, "error": Refusal{Code: codeParams, Message: err.Error()}},
			)
			continue
		}
		if err := json.Unmarshal(r.ID, &c.ID); err != nil {
			w.send(
				map[string]any{
					"jsonrpc": "2.0",
					"id":      r.ID,
					"error":   Refusal{Code: codeRequest, Message: "expected an integer id"},
				},
			)
			continue
		}
		c.Method = r.Method
		c.notify = func(method string, params map[string]any) {
			w.send(map[string]any{"jsonrpc": "2.0", "method": method, "params": params})
		}
		calls.Go(func() {
			m, failed := run(ctx, a, c)
			if failed != nil {
				m = &incoming{Error: &Refusal{Code: codeInternal, Message: failed.Message}}
			}
			answer := map[string]any{"jsonrpc": "2.0", "id": c.ID}
			if m.Error != nil {
				answer["error"] = m.Error
			} else {
				answer["result"] = m.Result
			}
			w.send(answer)
		})
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read stdin: %w", err)
	}
	return nil
}

// writer writes one object a line; lines of overlapping calls do not mix.
type writer struct {
	mu  sync.Mutex
	out io.Writer
}

func (w *writer) send(message map[string]any) {
	line, err := json.Marshal(message)
	if err != nil {
		line, _ = json.Marshal(
			map[string]any{
				"jsonrpc": "2.0",
				"id":      message["id"],
				"error":   Refusal{Code: codeInternal, Message: err.Error()},
			},
		)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, _ = w.out.Write(append(line, '\n')) // if the process that started us has gone, stdin ends too
}
