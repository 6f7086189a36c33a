#!/usr/bin/env bash
# Correct clients of Bonder and Kittn on one page: bash, awk (json.awk) and curl. sparring verify -- bash scenarios/clients/shell/adapter.sh
set -f; export LC_ALL=C
patience=$(awk "BEGIN { print ${SPARRING_PATIENCE:-4000} / 1000 }") # seconds for a whole answer
largest=1048576 # bytes of an answer
declare -A call answer # a JSON text, flattened: every value as it is written, by its path

flatten() { # array text: 1 where the text is no JSON
  local -n into=$1; local lines path raw; into=()
  lines=$(awk -f "${0%/*}/json.awk" <<<"$2") || return
  while IFS=$'\t' read -r path raw; do into[$path]=$raw; done <<<"$lines"
}
text() { local t=${1#\"}; printf %b "${t%\"}"; } # out of its quotes
segment() { case $1 in *[!A-Za-z0-9_~-]*) printf %s "$1" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g' ;; *) printf %s "$1" ;; esac; }
argument() { text "${call[./params/args/$1]}"; }
say() { printf '{"jsonrpc":"2.0","id":%s,%s}\n' "${call[./id]}" "$1"; }
ok() { say "\"result\":{\"ok\":true,\"values\":$1}"; }
fail() { say "\"result\":{\"ok\":false,\"error\":{\"code\":\"$1\",\"advice\":\"$2\",\"message\":\"$3\"${4:+,\"retry_after_s\":$4}}}"; return 1; }

seconds() { date -d "$1" +%s 2>/dev/null || date -j -f '%a, %d %b %Y %T %Z' "$1" +%s 2>/dev/null; } # GNU, BSD
send() { # method path [curl's arguments]: status, body, after. Where no whole answer comes: wrong, and gone if another attempt may find out
  local method=$1 path=$2 end=$'\r\n\r\n' whole due now; shift 2; gone='' wrong=()
  whole=$(curl -qsi --noproxy 127.0.0.1 --max-time "$patience" -X "$method" \
    -H 'Accept: application/json' "$@" "$base$path" </dev/null | head -c "$largest"; exit "${PIPESTATUS[0]}")
  case $? in 0) ;; 7) wrong=(unreachable retry_later 'nobody listens' 30) ;; 28) wrong=(no_answer "$lost" 'no answer in time') ;;
    *) gone=1 wrong=(no_answer "$lost" 'no whole answer') ;; esac
  status=${whole#* } status=${status%%[!0-9]*} body=${whole#*"$end"} body=${body//[$'\r\n']/ } after=''
  if [[ ${whole%%"$end"*} =~ [Rr]etry-[Aa]fter:\ *([0-9.]+) ]]; then after=${BASH_REMATCH[1]}
  elif [[ ${whole%%"$end"*} =~ [Rr]etry-[Aa]fter:\ *([^$'\r']+) ]]; then due=$(seconds "${BASH_REMATCH[1]}")
    [[ ${whole%%"$end"*} =~ [Dd]ate:\ *([^$'\r']+) ]] && now=$(seconds "${BASH_REMATCH[1]}") && [ -n "$due" ] && after=$((due - now)); fi
  [ -z "${wrong[0]}" ]
}

# Bonder.
advice() {
  case $1 in *_OFFLINE_ERROR) echo retry_later ;; INTERNAL_SERVER_ERROR | DATABASE_ERROR) echo retry_now ;; INVALID_CREDENTIALS_ERROR) echo reauthorize ;;
    ACCOUNT_INACTIVE_ERROR | PROFILE_LIMIT_REACHED_ERROR) echo contact_support ;; *_NOT_FOUND_ERROR | THUMBNAIL_REJECTED_ERROR) echo fix_request ;; *) echo none ;; esac
}
exchange() { # method path [curl's arguments]: one request; success, code, result — or wrong
  case $1$2 in GET* | POST/auth) lost=retry_later ;; *) lost=unknown_outcome ;; esac
  send "$@" || return
  case $status in 200) ;; 429) wrong=("$status" retry_later "HTTP $status" "${after:-30}"); return 1 ;;
    5*) wrong=("$status" "$lost" "HTTP $status"); return 1 ;; *) wrong=("$status" fix_request "HTTP $status"); return 1 ;; esac
  flatten answer "$body" && success=${answer[./success]} || success=''
  case $success in true | false) ;; *) [ $lost = retry_later ] && gone=1; wrong=(no_answer $lost 'the answer cannot be read'); return 1 ;; esac
  code=$(text "${answer[./errors/0]}") result=${answer[./result]}
  case $result in '{'*) ;; *) result='{}' ;; esac # PHP may write an empty one as a list
}
refused() { local a; a=$(advice "$code"); wrong=("$code" "$a" "Bonder answered $code"); [ "$a" != retry_later ] || wrong[3]=2700; return 1; }
authorize() { # passwords that are refused are not tried again; a token that nobody got does no harm
  local last
  for last in '' 1; do
    if exchange POST /auth -H 'Content-Type: application/json' --data-raw "$login"; then
      case $success${answer[./result/token]} in true'"'?*'"') token=$(text "${answer[./result/token]}") owner=$base$login; return ;;
        true*) wrong=(bad_answer retry_later 'the answer has no token' 5); return 1 ;; esac
      [ "$(advice "$code")$last" = retry_now ] || { refused; return; }
    else [ "$gone$last" = 1 ] && [ -z "$last" ] || return; fi
  done
}
operate() { # method path [body]: with a live token, renewed once where it is refused; again where that helps and does no harm
  local method=$1 path=$2 renewed='' repeated='' tried=''; shift 2
  [ $# = 0 ] || set -- -H 'Content-Type: application/json' --data-raw "$1"
  while :; do
    [ "$owner" = "$base$login" ] || authorize || return
    if exchange "$method" "$path" -H "X-Auth-Key: $token" -H "X-Auth-Email: $(text "${call[./params/credentials/username]}")" "$@"; then
      [ "$success" = true ] && return
      case $(advice "$code")$renewed$tried in reauthorize | reauthorize2) renewed=1 owner='' ;; retry_now | retry_now1) tried=2 ;; *) refused; return ;; esac
    else case $gone$repeated$method in 1GET | 1PUT) repeated=1 ;; *) return 1 ;; esac; fi
  done
}
bonder() { operate "$@" || fail "${wrong[@]}"; }
save() { # checks values before they are sent, sends only what was given, at most five languages at a time
  local data=./params/args/data path value least most rest='' part='' n=0 bodies=() warnings='' codes letters
  for path in "${!call[@]}"; do
    [[ $path = "$data"/* ]] || continue
    value=${call[$path]}
    case $path in $data/translatable/*/name) least=2 most=25 ;; $data/translatable/*/keywords) least=1 most=150 ;; *) most='' ;; esac
    letters=${value//\\u????/x} letters=${letters//\\?/x} letters=${letters//[$'\x80'-$'\xbf']/} # one byte a letter is left
    [ -z "$most" ] || [ ${#letters} -eq 2 ] || [ ${#letters} -ge $((least + 2)) -a ${#letters} -le $((most + 2)) ] ||
      { fail bad_value fix_request "${path##*/} has not $least to $most characters: nothing was sent"; return; }
    case ${path#"$data"/} in translatable | */*/*) ;;
      translatable/*) part+=",\"${path##*/}\":$value"; ((++n % 5)) || { bodies+=("$part"); part=''; } ;;
      */*) ;; *) rest+="\"${path##*/}\":$value," ;; esac
  done
  [ -z "$part" ] || bodies+=("$part")
  for part in "${bodies[@]:-}"; do
    if [ $n -gt 5 ]; then bonder PUT "$card" "{$rest\"translatable\":{${part#,}}}" || return; else bonder PUT "$card" "${call[$data]}" || return; fi
    rest='' codes=${answer[./errors]#[} codes=${codes%]} warnings+=${codes:+,$codes}
  done
  [ -z "$warnings" ] && ok '{}' || ok "{\"warnings\":[${warnings#,}]}"
}

kittn() { # reading is repeated once where no answer came; an answer is never asked for again
  local flag query='' key; lost=retry_later key=$(text "${call[./params/credentials/api_key]}")
  for flag in include_cats available; do query+=${call[./params/args/$flag]:+&$flag=${call[./params/args/$flag]}}; done
  set -- GET "/api/kittens${1:+/$1}${query:+?${query#&}}" -H "Authorization: $key"
  send "$@" || { [ -n "$gone" ] && send "$@"; } || { fail "${wrong[@]}"; return; }
  case $status in 200) ;; 401) fail 401 reauthorize 'Kittn answered 401'; return ;; 418) fail 418 none 'Kittn answered 418'; return ;;
    429 | 500 | 503) fail "$status" retry_later "Kittn answered $status" "${after:-60}"; return ;;
    *) fail "$status" fix_request "Kittn answered $status"; return ;; esac
  flatten answer "$body" || body=''
  case $2$body in /api/kittens/*'{'*) ok "{\"kitten\":$body}" ;; /api/kittens*'['*) ok "{\"kittens\":$body}" ;;
    *) fail no_answer retry_later 'the answer is no kitten' 5 ;; esac
}

abilities='bonder.languages bonder.createProfile bonder.saveCard bonder.loadCard bonder.setStatus bonder.deleteLanguage bonder.deleteCard'
abilities+=' timconnect.listKittens timconnect.getKitten'
while IFS= read -r line; do
  flatten call "$line"
  base=$(text "${call[./params/base_url]}") card=/users/$(segment "$(argument card_id)")
  language=$(segment "$(argument language)") in=$(segment "$(argument in)") login='"rpt":"10000"'
  for name in username password client; do login+=",\"$name\":${call[./params/credentials/$name]}"; done
  login="{$login}"
  case ${call[./method]} in
    '"hello"') say "\"result\":{\"name\":\"shell clients\",\"version\":\"1.0\",\"patience\":true,\"abilities\":[\"${abilities// /\",\"}\"]}" ;;
    '"bonder.languages"') bonder GET "/repositories${in:+/$in}" &&
      if [ -n "$in" ]; then ok "{\"languages\":$result}"; else ok "{\"repositories\":${answer[./result/langList]:-null}}"; fi ;;
    '"bonder.createProfile"') bonder POST /users && if [ -z "${answer[./result/cardId]}" ]; then fail bad_answer unknown_outcome 'the answer has no cardId'
      else ok "{\"card_id\":${answer[./result/cardId]},\"card_qrc\":${answer[./result/cardQrc]:-null},\"card_addr\":${answer[./result/cardAddr]:-null}}"; fi ;;
    '"bonder.saveCard"') save ;;
    '"bonder.loadCard"') bonder GET "$card" && ok "$result" ;;
    '"bonder.setStatus"') [ "${call[./params/args/on]}" = true ] && on=enable || on=disable
      case $(argument what) in card) bonder PUT "$card/cardStatus/$on" && ok '{}' ;; photo) bonder PUT "$card/usePhoto/$on" && ok '{}' ;;
        language) bonder PUT "$card/langStatus/$language/$on" && ok '{}' ;; *) fail bad_argument fix_request 'what is one of card, photo and language' ;; esac ;;
    '"bonder.deleteLanguage"') if [ -z "$language" ]; then fail bad_argument fix_request 'expected a language: nothing was deleted'
      else bonder DELETE "$card/$language" && ok '{}'; fi ;;
    '"bonder.deleteCard"') bonder DELETE "$card" && ok '{}' ;;
    '"timconnect.listKittens"') kittn '' ;;
    '"timconnect.getKitten"') kittn "$(segment "$(argument id)")" ;;
    *) say '"error":{"code":-32601,"message":"no such ability"}' ;;
  esac
done
