package dev.bellman.llm.data;

/// Two answers to one prompt, one of them better.
///
/// The arrays are the record's own by convention: nobody changes them.
///
/// @param prompt the prompt's tokens
/// @param chosen the better answer, with its end token
/// @param rejected the worse answer, with its end token
public record PreferencePair(int[] prompt, int[] chosen, int[] rejected) {}
