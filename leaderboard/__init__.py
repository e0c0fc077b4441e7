"""The words of Podium: sources and boards, pages, entries and standings, captures and errors.

Everything above speaks in these. Nothing here touches the network, the database or the scheduler;
the only files read are the source files.
"""
