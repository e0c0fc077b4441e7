-- Each interval of constant rank and score of a model on a board.
SELECT valid_from, valid_to, rank, place, score, model, channel
FROM history($board, $model)
ORDER BY channel, valid_from
