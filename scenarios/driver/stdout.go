package driver

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"sync"
)

// heard is what has come on a client's stdout so far, whole lines or not.
type heard struct {
	mu      sync.Mutex
	lines   int
	pending []byte // the beginning of a line that has no end yet
}

func (h *heard) split(data []byte, atEOF bool) (int, []byte, error) {
	advance, line, err := bufio.ScanLines(data, atEOF)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pending = h.pending[:0]
	if line == nil {
		h.pending = append(h.pending, data[:min(len(data), 2*excerptLength)]...)
	} else {
		h.lines++
	}
	return advance, line, err
}

// hint says what may be the reason why an answer has not come.
func (h *heard) hint() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case len(h.pending) > 0:
		return fmt.Sprintf(
			"; what came last on stdout has no line end: %s; every message must end with \\n and be flushed",
			quoted(h.pending),
		)
	case h.lines == 0:
		return "; nothing has come on stdout: most often the client does not flush after every line" +
			" (in Python: print(…, flush=True))"
	}
	return ""
}

// listen reads stdout to its end, or to the first thing that no client may send.
func (p *process) listen(out *os.File) {
	defer out.Close()
	wrong := p.readLines(out)
	close(p.read)
	if wrong != nil {
		p.fail(wrong)
		p.kill() // it cannot be talked to any more
		return
	}
	if !p.endsSoon() && !p.closing.Load() {
		closed := failure(Breach, "the client closed its stdout though it still runs: no answer can come%s",
			p.lastWords())
		closed.Final = true
		p.fail(closed)
	}
}

// endsSoon waits a moment for the end of a client that has closed a pipe: how it ended says more.
func (p *process) endsSoon() bool {
	ended, _ := p.within(NewWatch(p), grace/4)
	return ended
}

func (p *process) readLines(out *os.File) *Failure {
	lines := bufio.NewScanner(out)
	lines.Buffer(make([]byte, 0, 16<<10), maxLine)
	lines.Split(p.heard.split)
	total := 0
	for first := true; lines.Scan(); first = false {
		line := lines.Bytes()
		if total += len(line) + 1; total > maxOutput {
			return failure(Flood, "more than %d MiB on stdout", maxOutput>>20)
		}
		if first {
			line = bytes.TrimPrefix(line, byteOrderMark)
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		m, wrong := parse(line, onStdout)
		if wrong == nil {
			wrong = p.take(m)
		}
		if wrong != nil {
			return wrong
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return failure(Flood, "a line of more than %d MiB on stdout", maxLine>>20)
	}
	return nil
}
