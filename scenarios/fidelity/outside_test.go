package fidelity_test

import _ "sparring/mock/mocktest/outside" // takes the flag -outside
