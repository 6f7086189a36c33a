package reference

import _ "sparring/mock/mocktest/outside" // go test hands -outside to every package
