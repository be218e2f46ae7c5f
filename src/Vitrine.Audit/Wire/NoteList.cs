namespace Vitrine.Audit.Wire;

/// <summary>Notes of what is unusual: each once, and a bounded number of bounded length, for what they speak of is the target's.</summary>
internal sealed class NoteList
{
    private const int Most = 64;
    private const int Longest = 200;

    private readonly List<string> _notes = [];

    /// <summary>The notes in the order in which they were made.</summary>
    public IReadOnlyList<string> All => _notes;

    /// <summary>Makes a note.</summary>
    public void Add(string note)
    {
        if (note.Length > Longest)
            note = string.Concat(note.AsSpan(0, Longest - 1), "…");
        if (_notes.Count < Most && !_notes.Contains(note))
            _notes.Add(note);
    }

    /// <summary>Makes several.</summary>
    public void Add(IEnumerable<string> notes)
    {
        foreach (string note in notes)
            Add(note);
    }
}
