/// What a network is: plain values, without any of the code that runs it.
