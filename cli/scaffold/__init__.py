"""The texts that `podium sources new` writes: a parser and its source entry."""
