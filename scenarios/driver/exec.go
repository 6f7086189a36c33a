package driver

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sparring/mock/excerpt"
)

// grace is how long a client may take to end after its stdin was closed.
const grace = 2 * time.Second

// Command starts a client process for each session.
type Command struct {
	Args []string // program and arguments
	Dir  string   // working directory; empty means ours
	Env  []string // added to our environment

	direct []string // hosts that are reached without a proxy
}

// String is the command line.
func (c Command) String() string { return strings.Join(c.Args, " ") }

// Check returns an error unless the program exists and may be executed. It does not run it.
func (c Command) Check() error {
	if len(c.Args) == 0 {
		return failure(CannotStart, "no command given")
	}
	if _, err := exec.LookPath(c.Args[0]); err != nil {
		return cannotStart(c.Args[0], err)
	}
	return nil
}

func cannotStart(program string, err error) error {
	return failure(CannotStart, "%s: %s", program, whyNot(err))
}

// whyNot says why a program cannot be started.
func whyNot(err error) string {
	switch {
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, os.ErrNotExist):
		return "no such program"
	case errors.Is(err, os.ErrPermission):
		return "not executable"
	}
	return err.Error()
}

// sessionVariable marks a client and its children in their environment: a child in a session of its own is still
// found.
const sessionVariable = "SPARRING_SESSION"

// process is a session with a client process.
type process struct {
	*exchange
	*delays
	cmd     *exec.Cmd
	stdin   io.WriteCloser
	write   sync.Mutex
	heard   heard // on its stdout
	log     *tail
	mark    string        // in the environment of all that the client starts
	known   atomic.Bool   // its answer to hello was taken
	took    atomic.Int64  // until hello was answered, in nanoseconds
	closing atomic.Bool   // its stdin has been closed, or is about to be
	read    chan struct{} // closed when stdout has ended
	logged  chan struct{} // closed when stderr has ended
	exited  chan struct{} // closed when the process has been reaped
	state   *os.ProcessState
	once    sync.Once
	ended   error
	stop    func() bool
}

// Start runs the program in its own process group.
func (c Command) Start(ctx context.Context) (Session, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	cmd := exec.Command(c.Args[0], c.Args[1:]...)
	isolate(cmd)
	p := &process{
		exchange: newExchange(),
		cmd:      cmd,
		log:      &tail{},
		read:     make(chan struct{}),
		logged:   make(chan struct{}),
		exited:   make(chan struct{}),
	}
	p.mark = sessionVariable + "=" + rand.Text()
	cmd.Dir, cmd.Env = c.Dir, c.environment(p.mark)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("open the client's stdin: %w", err)
	}
	p.stdin = stdin
	// Our own pipes: Wait must not close stdout before the reader has it all, nor wait for children that keep it
	// open.
	outRead, outWrite, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("open the client's stdout: %w", err)
	}
	errRead, errWrite, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("open the client's stderr: %w", err)
	}
	cmd.Stdout, cmd.Stderr = outWrite, errWrite
	err = cmd.Start()
	outWrite.Close()
	errWrite.Close()
	if err != nil {
		outRead.Close()
		errRead.Close()
		return nil, cannotStart(c.Args[0], err)
	}
	p.delays = newDelays(func() map[string]share { return shares(cmd.Process.Pid) })
	go p.listen(outRead)
	go func() { // until the last holder of stderr is gone
		defer close(p.logged)
		_, _ = io.Copy(p.log, errRead)
		errRead.Close()
	}()
	go p.reap()
	p.stop = context.AfterFunc(ctx, func() { p.kill() })
	return p, nil
}

func (p *process) kill() { killGroup(p.cmd) }

// reap waits for the end of the process and wakes all who wait for it.
func (p *process) reap() {
	_ = p.cmd.Wait() // the state tells more than the error
	p.state = p.cmd.ProcessState
	close(p.exited)
	p.drain() // what it wrote before its end is still to be read
	kind := Exit
	if signalled(p.state) {
		kind = Crash
	}
	when := "while it was still needed"
	if !p.begun() {
		when = "before it answered hello"
	}
	p.fail(failure(kind, "the client ended (%s) %s%s", p.state, when, p.lastWords()))
}

// drain waits until all that the client wrote has been read; a child may keep its pipes open.
func (p *process) drain() {
	over := time.After(grace)
	for _, ended := range []chan struct{}{p.read, p.logged} {
		select {
		case <-ended:
		case <-over:
			return
		}
	}
}

// lastWords are the last lines of stderr, for messages.
func (p *process) lastWords() string {
	lines := strings.Split(strings.TrimSpace(p.log.String()), "\n")
	if len(lines) == 1 && lines[0] == "" {
		return ""
	}
	if len(lines) > 3 {
		lines = lines[len(lines)-3:]
	}
	return "; it last said on stderr: " + strings.Join(lines, " | ")
}

// send writes one message.
func (p *process) send(r request) error {
	line, err := encode(r)
	if err != nil {
		return fmt.Errorf("encode %s: %w", r.Method, err)
	}
	p.write.Lock()
	defer p.write.Unlock()
	if _, err := p.stdin.Write(append(line, '\n')); err != nil {
		if p.endsSoon() {
			<-p.dead
			return p.failure()
		}
		closed := failure(Breach, "the client closed its stdin though it still runs: no call can reach it (%v)", err)
		closed.Final = true
		return closed
	}
	return nil
}

func (p *process) call(ctx context.Context, method string, params any) (*incoming, error) {
	if f := p.failure(); f != nil {
		return nil, f
	}
	id, answer := p.open()
	noted(ctx, id)
	sent := make(chan error, 1)
	go func() { sent <- p.send(request{Version: "2.0", ID: id, Method: method, Params: params}) }()
	began := time.Now()
	select { // a client that does not read its stdin blocks the writer
	case err := <-sent:
		if err != nil {
			return nil, err
		}
	case <-ctx.Done():
		p.leave(id)
		return nil, late(ctx, method, began, "; it does not read its stdin")
	}
	return p.await(ctx, id, method, answer, began, p.heard.hint)
}

// Hello asks the client who it is.
func (p *process) Hello(ctx context.Context) (Hello, error) {
	w := NewWatch(p)
	m, err := p.call(ctx, "hello", helloParams{Protocol})
	if err != nil {
		return Hello{}, err
	}
	p.known.Store(true)
	p.took.Store(int64(w.Elapsed()))
	p.inHello(m)
	return m.hello()
}

// Call asks for an ability.
func (p *process) Call(ctx context.Context, method string, params Params) (Result, error) {
	m, err := p.call(ctx, method, params)
	if err != nil {
		return Result{}, err
	}
	r, err := m.result(method)
	if err == nil {
		p.inResult(m, method, r)
	}
	return r, err
}

// Notes returns the notifications so far.
func (p *process) Notes(context.Context) ([]Note, error) { return p.allNotes(), nil }

// Log is the client's stderr.
func (p *process) Log() string { return p.log.String() }

// grace is how long the client may take to end: longer if it took long to begin, as the machine may be slow.
func (p *process) grace() time.Duration {
	return max(grace, (starts * time.Duration(p.took.Load())).Round(time.Second))
}

// starts is how often longer than the answer to hello the end may take.
const starts = 4

// Close closes stdin, gives the client two seconds to end, and kills what is left of its process group.
func (p *process) Close() error {
	p.once.Do(func() { p.ended = p.close() })
	return p.ended
}

func (p *process) close() error {
	p.closing.Store(true)
	before, open := p.failure(), p.calls() // what happened outside of any call, and what goes on
	closed := make(chan struct{})
	go func() { // Close waits for a Write that is blocked
		p.stdin.Close()
		close(closed)
	}()
	var wrong *Failure
	w := NewWatch(p)
	limit := p.grace()
	ended, crowded := p.within(w, limit)
	switch {
	case !ended:
		wrong = Hung(crowded, "the client did not end within %s after its stdin was closed", limit)
	case signalled(p.state):
		p.drain()
		wrong = failure(
			Crash,
			"the client was ended by a signal (%s) when its stdin was closed%s",
			p.state,
			p.lastWords(),
		)
	case open > 0 && p.state.ExitCode() != 0:
		p.drain()
		wrong = failure(Exit, "the client ended (%s) while it worked on %s%s", p.state, callsOf(open), p.lastWords())
	default:
		wrong = p.leftovers(w, limit)
	}
	p.stop()
	p.kill()
	<-p.exited
	<-closed
	if killStrays(p.mark) > 0 && wrong == nil {
		wrong = failure(
			Children,
			"the client left child processes behind in a session of their own; they have been killed",
		)
	}
	p.drain() // so that the log is whole
	if before != nil {
		return before
	}
	if f := p.failure(); f != nil && f.Kind != Exit && f.Kind != Crash { // garbage on its way out
		return f
	}
	if wrong != nil {
		return wrong
	}
	return nil
}

// within waits until the process has ended, for as long as a limit allows. If the kernel knows that it has, only we
// are late.
func (p *process) within(w *Watch, limit time.Duration) (ended, crowded bool) {
	if ended, crowded = w.within(limit, p.exited); ended || mayRun(p.cmd) {
		return ended, crowded
	}
	<-p.exited
	return true, false
}

// leftovers waits until the process group is empty; processes that outlive the client and its grace are a failure.
func (p *process) leftovers(w *Watch, limit time.Duration) *Failure {
	for ; groupAlive(p.cmd); w.Pause(context.Background(), 20*time.Millisecond) {
		if over, crowded := w.Over(limit); over {
			f := failure(Children, "the client left child processes behind; they have been killed")
			f.Undecided = crowded
			return f
		}
	}
	return nil
}

// tail keeps the beginning and the end of what is written to it.
type tail struct {
	mu      sync.Mutex
	head    []byte
	end     []byte
	dropped int64
}

const (
	tailHead = 16 << 10
	tailEnd  = 48 << 10
)

// Write never fails and never blocks for long.
func (t *tail) Write(data []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := len(data)
	if room := tailHead - len(t.head); room > 0 {
		take := min(room, len(data))
		t.head = append(t.head, data[:take]...)
		data = data[take:]
	}
	t.end = append(t.end, data...)
	if over := len(t.end) - tailEnd; over > 0 {
		t.dropped += int64(over)
		t.end = append(t.end[:0], t.end[over:]...)
	}
	return n, nil
}

// String returns what was kept, and says how much was not.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	middle := ""
	if t.dropped > 0 {
		middle = fmt.Sprintf("\n… %d bytes left out …\n", t.dropped)
	}
	head, end := t.head, t.end
	if t.dropped > 0 { // in the middle of a letter, perhaps
		head, end = excerpt.Whole(head), excerpt.Whole(end)
	}
	return strings.ToValidUTF8(string(head)+middle+string(end), "�")
}
