# Flattens a JSON text: a line for every value, its path, a tab, the value as it is written. Exit status 1: it is no JSON.
function take(n) { rest = substr(rest, n + 1); sub(/^ +/, "", rest) }

function value(path,   left, open, shut, key, n, written) {
  left = length(rest); open = substr(rest, 1, 1); shut = open == "{" ? "}" : "]"
  if (open == "{" || open == "[") {
    take(1)
    for (n = 0; substr(rest, 1, 1) != shut; n++) {
      if (n > 0) { if (substr(rest, 1, 1) != ",") exit 1; take(1) }
      key = n
      if (open == "{") {
        if (!match(rest, /^"([^"\\]|\\.)*" *:/)) exit 1
        key = substr(rest, 2, RLENGTH - 1); sub(/" *:$/, "", key); take(RLENGTH)
      }
      value(path "/" key)
    }
    take(1)
  } else if (match(rest, /^("([^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null)/)) take(RLENGTH)
  else exit 1
  written = substr(text, length(text) - left + 1, left - length(rest)); sub(/ +$/, "", written)
  print path "\t" written
}

{ text = text $0 " " }
# Run in the locale C, where a letter is a byte: what is left of a text of UTF-8 without its sequences is nothing.
END {
  left = text
  gsub(/[\001-\177]+|[\302-\337][\200-\277]|[\340-\357][\200-\277][\200-\277]|[\360-\364][\200-\277][\200-\277][\200-\277]/, "", left)
  if (left != "") exit 1
  gsub(/[\t\r]/, " ", text); rest = text; take(0); value("."); if (rest != "") exit 1
}
