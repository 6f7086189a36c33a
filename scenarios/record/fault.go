package record

import (
	"encoding/json"
	"fmt"
	"strconv"

	"sparring/mock/journal"
)

// fault writes what became of a fault rule.
func (w *writer) fault(e *journal.Entry) {
	r, ok := e.Ruled()
	if !ok {
		return
	}
	switch e.Operation {
	case "add":
		w.rule(e, &r)
	case "release":
		var result struct{ Released []int64 }
		if json.Unmarshal(e.Event.Result, &result) == nil && len(result.Released) > 0 {
			n := len(result.Released)
			w.add(when, held(n), heldRussian(n))
		}
		w.add(when, "the held requests are released", "сервер отпускает удержанные запросы")
	case "clear":
		w.add(when, "the faults end", "сбои прекращаются")
		clear(w.lasting)
	default:
		w.leave(e, "no step removes one rule: “the faults end” removes all",
			"шага, который удаляет одно правило, нет: «сбои прекращаются» удаляет все")
	}
}

func held(n int) string {
	if n == 1 {
		return "1 request is held"
	}
	return strconv.Itoa(n) + " requests are held"
}

func heldRussian(n int) string {
	form := "запросов"
	switch {
	case n%10 == 1 && n%100 != 11:
		form = "запрос"
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		form = "запроса"
	}
	return fmt.Sprintf("сервер удерживает %d %s", n, form)
}

// rule writes a new rule. The sentences know API and operation, and nothing else of what a rule may match.
func (w *writer) rule(e *journal.Entry, r *journal.RuleChange) {
	api, _ := r.Match["api"].(string)
	operation, _ := r.Match["operation"].(string)
	if operation == "" {
		operation = "*"
	}
	for name, v := range r.Match {
		if name != "api" && name != "operation" && v != nil {
			w.leave(e, "no step has a fault for a "+name, "шага со сбоем для «"+name+"» нет")
			return
		}
	}
	if api == "" {
		w.leave(e, "a step names the API of its fault", "шаг называет API своего сбоя")
		return
	}
	kind, _ := r.Fault["kind"].(string)
	table := [][2]string{}
	for _, name := range sorted(r.Fault) {
		if name != "kind" && r.Fault[name] != nil {
			table = append(table, [2]string{name, literal(r.Fault[name])})
		}
	}
	times := 1
	if r.Times != nil {
		times = *r.Times
	}
	if times == 0 {
		w.lasting[r.ID] = true
	}
	english, russian := which(api+"."+operation, times, r.After)
	body := r.Fault["body"]
	switch {
	case kind == "error" && len(table) == 1:
		code, _ := r.Fault["code"].(string)
		w.add(given, fmt.Sprintf("%s with the error %q", english, code),
			fmt.Sprintf("%s сервер отвечает ошибкой %q", russian, code))
	case kind == "status" && len(table) == 1:
		w.add(given, fmt.Sprintf("%s with the status %v", english, r.Fault["status"]),
			fmt.Sprintf("%s сервер отвечает статусом %v", russian, r.Fault["status"]))
	case kind == "status" && len(table) == 2 && body != nil:
		w.add(given, fmt.Sprintf("%s with the status %v and the body:", english, r.Fault["status"]),
			fmt.Sprintf("%s сервер отвечает статусом %v и телом:", russian, r.Fault["status"]))
		w.steps[len(w.steps)-1].doc = literal(body)
	case len(table) == 0:
		w.add(given, fmt.Sprintf("%s with the fault %q", english, kind),
			fmt.Sprintf("%s сервер отвечает сбоем %q", russian, kind))
	default:
		w.add(given, fmt.Sprintf("%s with the fault %q with:", english, kind),
			fmt.Sprintf("%s сервер отвечает сбоем %q с параметрами:", russian, kind), table...)
	}
}

// which says whom a rule meets.
func which(operation string, times, after int) (english, russian string) {
	english, russian = "the server responds to the next ", "на следующий "
	switch {
	case times == 0:
		english, russian = "the server responds to every ", "на каждый "
	case times > 1:
		english += strconv.Itoa(times) + " "
		russian = fmt.Sprintf("на следующие %d ", times)
	}
	english += strconv.Quote(operation)
	russian += strconv.Quote(operation)
	if after > 0 {
		others := "others"
		if after == 1 {
			others = "other"
		}
		english += fmt.Sprintf(" after %d %s", after, others)
		russian += fmt.Sprintf(", пропустив %d,", after)
	}
	return english, russian
}
