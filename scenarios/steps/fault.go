package steps

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"sparring/mock/control/client"
	"sparring/scenarios/feature"
	"sparring/scenarios/run"
	"sparring/scenarios/vocabulary"
)

// which is the beginning of every sentence on a fault: the requests of an operation that meet it.
const which = `the server responds to (every|the next|the next \d+) "([^"]*)"(?: after (\d+) others?)?`

// whichRussian is the same in Russian.
const whichRussian = `на (каждый|следующий|следующие \d+) "([^"]*)"(?:, пропустив (\d+),)?`

// faultSteps are about what goes wrong on demand.
func faultSteps() []vocabulary.Step {
	return []vocabulary.Step{
		{
			Keyword:  vocabulary.Given,
			Plants:   true,
			Validate: vocabulary.All(timesFit, errorCode(1, 3)),
			Pattern:  which + ` with the error "([^"]*)"`,
			Example:  `the server responds to the next 2 "bonder.saveCard" with the error "DATABASE_ERROR"`,
			Russian: vocabulary.Sentence{
				Pattern: whichRussian + ` сервер отвечает ошибкой "([^"]*)"`,
				Example: `на следующие 2 "bonder.saveCard" сервер отвечает ошибкой "DATABASE_ERROR"`,
				Doc: "ошибка из каталога поставщика; запрос не выполняется. У любого сбоя можно " +
					"сказать «каждый» и «, пропустив 3,»",
			},
			Doc: "an error of the vendor's catalogue; the request is not handled. “every” and “after 3 " +
				"others” (каждый; , пропустив 3,) can be said of all faults",
			Bind: bind(func(s sentences) any {
				return func(times, op, after, code string) error {
					return s.fault(times, op, after, "error", map[string]any{"code": code})
				}
			}),
		},
		{
			Keyword:  vocabulary.Given,
			Plants:   true,
			Validate: vocabulary.All(timesFit, operation(1), aNumber(3, 100, 999), aBody),
			Pattern:  which + ` with the status (\d+)`,
			Example:  `the server responds to the next "bonder.saveCard" with the status 503`,
			Russian: vocabulary.Sentence{
				Pattern: whichRussian + ` сервер отвечает статусом (\d+)`,
				Example: `на следующий "bonder.saveCard" сервер отвечает статусом 503`,
				Doc:     "голый статус HTTP или любой ответ целиком; запрос не выполняется",
			},
			Doc: "a bare HTTP status, or any response at all; the request is not handled",
			Bind: bind(func(s sentences) any {
				return func(times, op, after string, status int) error {
					return s.fault(times, op, after, "status", map[string]any{"status": status})
				}
			}),
			With: &vocabulary.With{Suffix: " and the body:",
				Example: "the server responds to the next \"bonder.saveCard\" with the status 200 and the body:\n  " +
					"\"\"\"json\n  {\"success\": false, \"errors\": [\"NEW_ERROR\"], \"result\": {}}\n  \"\"\"",
				Russian: vocabulary.Sentence{
					Pattern: ` и телом:`,
					Example: "на следующий \"bonder.saveCard\" сервер отвечает статусом 200 и телом:\n  " +
						"\"\"\"json\n  {\"success\": false, \"errors\": [\"NEW_ERROR\"], \"result\": {}}\n  \"\"\"",
				},
				Bind: bind(func(s sentences) any {
					return func(times, op, after string, status int, doc *godog.DocString) error {
						body, err := s.Wanted(doc.Content)
						if err != nil {
							return err
						}
						s.Secrets.Learn(body) // the journal hides them, wherever they come from
						return s.fault(times, op, after, "status", map[string]any{"status": status, "body": body})
					}
				})},
		},
		{
			Keyword:  vocabulary.Given,
			Plants:   true,
			Validate: vocabulary.All(timesFit, faultKind(1, 3)),
			Pattern:  which + ` with the fault "([^"]*)"`,
			Example:  `the server responds to the next "bonder.getCard" with the fault "reset"`,
			Russian: vocabulary.Sentence{
				Pattern: whichRussian + ` сервер отвечает сбоем "([^"]*)"`,
				Example: `на следующий "bonder.getCard" сервер отвечает сбоем "reset"`,
				Doc:     "сбой с параметрами по умолчанию или с заданными",
			},
			Doc: "a fault with its default parameters, or with these",
			Bind: bind(func(s sentences) any {
				return func(times, op, after, kind string) error {
					return s.fault(times, op, after, kind, nil)
				}
			}),
			With: &vocabulary.With{
				Suffix: " with:",
				Example: "the server responds to the next \"bonder.getCard\" after 1 other with the fault \"delay\" " +
					"with:\n  | duration | 300ms |",
				Russian: vocabulary.Sentence{
					Pattern: ` с параметрами:`,
					Example: "на следующий \"bonder.getCard\", пропустив 1, сервер отвечает сбоем \"delay\" с " +
						"параметрами:\n  | duration | 300ms |",
				},
				Bind: bind(func(s sentences) any {
					return func(times, op, after, kind string, table *godog.Table) error {
						parameters, err := s.arguments(table)
						if err != nil {
							return err
						}
						api, _, _ := strings.Cut(op, ".")
						s.Catalogue.FaultTakes(api, kind).FromLiterals(parameters)
						return s.fault(times, op, after, kind, parameters)
					}
				}),
			},
		},
		{
			Keyword:  vocabulary.When,
			Validate: aNumber(0, 1, 10000),
			Pattern:  `(\d+) requests? (?:is|are) held`,
			Example:  `2 requests are held`,
			Russian: vocabulary.Sentence{
				Pattern: `сервер удерживает (\d+) запрос(?:а|ов)?`,
				Example: `сервер удерживает 2 запроса`,
				Doc:     "ждёт, пока сбой вида hold не удержит столько запросов",
			},
			Doc:  "wait until so many requests are held by a fault of the kind hold",
			Bind: bind(func(s sentences) any { return s.AwaitHeld }),
		},
		{
			Keyword:  vocabulary.When,
			Validate: anOrder(0),
			Pattern:  `the held requests are released(?: in the order "([^"]*)")?`,
			Example:  `the held requests are released in the order "2, 1"`,
			Russian: vocabulary.Sentence{
				Pattern: `сервер отпускает удержанные запросы(?: в порядке "([^"]*)")?`,
				Example: `сервер отпускает удержанные запросы в порядке "2, 1"`,
				Doc: "все удержанные запросы идут дальше; или один за другим те, что названы по порядку прихода, " +
					"остальные ждут",
			},
			Doc: "let all held requests go; or those named, one after the other, numbered as they came: the others " +
				"wait",
			Bind: bind(func(s sentences) any {
				return func(text string) error {
					order, err := orderOf(text)
					if err != nil || len(order) == 0 {
						return errors.Join(err, s.Release())
					}
					return s.ReleaseInOrder(order)
				}
			}),
		},
		{Keyword: vocabulary.When, Pattern: `the faults end`, Example: `the faults end`,
			Russian: vocabulary.Sentence{
				Pattern: `сбои прекращаются`, Example: `сбои прекращаются`,
				Doc: "снимает все правила сбоев",
			},
			Doc: "remove all fault rules",
			Bind: bind(func(s sentences) any {
				return func() error { return s.World.Control.ClearFaults(s.Ctx, s.World.ID) }
			})},
	}
}

// orderOf reads "2, 1": numbers from 1 on, none twice.
func orderOf(text string) ([]int, error) {
	var order []int
	if text == "" {
		return nil, nil
	}
	for _, part := range strings.Split(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || n < 1 || slices.Contains(order, n) {
			return nil, feature.Usagef("expected numbers such as \"2, 1\", each once and from 1 on; got %q", text)
		}
		order = append(order, n)
	}
	return order, nil
}

// anOrder checks the order in which held requests are released.
func anOrder(group int) vocabulary.Validator {
	return func(q vocabulary.Use) error {
		_, err := orderOf(q.Args[group])
		return err
	}
}

var someTimes = regexp.MustCompile(`\d+`)

// timesFit checks how often a fault fires and how many requests it lets pass.
func timesFit(q vocabulary.Use) error {
	_, _, err := timing(q.Args[0], q.Args[2])
	return err
}

// aBody checks the text that a fault answers with: JSON, if it begins so.
func aBody(q vocabulary.Use) error {
	if q.Doc == nil {
		return nil
	}
	_, err := feature.Literal(q.Doc.Content)
	return err
}

// timing reads how often a fault fires (0: always) and how many requests it lets pass before.
func timing(times, after string) (n, skip int, err error) {
	n = 1
	switch digits := someTimes.FindString(times); {
	case times == "every", times == "каждый":
		n = 0
	case digits != "":
		if n, err = strconv.Atoi(digits); err != nil || n == 0 {
			return 0, 0, feature.Usagef("expected a number above 0, got %q", digits)
		}
	}
	if after != "" {
		if skip, err = strconv.Atoi(after); err != nil {
			return 0, 0, feature.Usagef("expected a number, got %q", after)
		}
	}
	return n, skip, nil
}

func (s sentences) fault(times, op, after, kind string, parameters map[string]any) error {
	api, id, err := s.Catalogue.Operation(op)
	if err != nil {
		return err
	}
	n, skip, err := timing(times, after)
	if err != nil {
		return err
	}
	r := client.FaultRequest{After: skip, Times: &n}
	r.Match.API, r.Fault.Kind, r.Fault.Parameters = api, kind, parameters
	if id != "*" {
		r.Match.Operation = id
	}
	began := time.Now()
	defer func() { s.Spend(run.Control, began) }()
	_, err = s.World.Control.AddFault(s.Ctx, s.World.ID, r)
	return err
}
