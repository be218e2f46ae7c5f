using System.Runtime.CompilerServices;

namespace Vitrine.Core.Inspect.Secrets;

/// <summary>
/// Finds the forms that can start with the three bytes at a place. Digits count as one byte: forms that start with any digit then have few beginnings.
/// </summary>
internal sealed class PrefixTable
{
    private const int MostBeginnings = 600;
    private readonly short[] _heads = new short[4096];
    private readonly List<Entry> _entries = [default];

    public PrefixTable(IReadOnlyList<SecretRule> rules)
    {
        var unanchored = new List<(SecretRule, Form)>();
        foreach (SecretRule rule in rules)
        {
            if (rule.Names.Count > 0)
                continue;
            foreach (Form form in rule.Forms)
                if (Beginnings(form.Root) is { } beginnings)
                    foreach (string beginning in beginnings)
                        Add(beginning, rule, form);
                else
                    unanchored.Add((rule, form));
        }

        Unanchored = [.. unanchored];
    }

    /// <summary>Forms that can start with too many bytes: tried behind <c>://</c>, and at tokens that another separator follows.</summary>
    public (SecretRule Rule, Form Form)[] Unanchored { get; }

    /// <summary>The first entry for these bytes, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<byte> text) =>
        text.Length < 3 ? 0 : _heads[Slot(Fold(text[0]) | (uint)Fold(text[1]) << 8 | (uint)Fold(text[2]) << 16)];

    /// <summary>An entry, and the next one of the same slot.</summary>
    public (SecretRule Rule, Form Form, int Next) this[int entry] => (_entries[entry].Rule, _entries[entry].Form, _entries[entry].Next);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Fold(byte value) => (byte)(value - '0') < 10 ? (byte)'0' : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Slot(uint bytes) => bytes * 0x9E3779B1 >> 20;

    private void Add(string beginning, SecretRule rule, Form form)
    {
        ref short head = ref _heads[Slot(beginning[0] | (uint)beginning[1] << 8 | (uint)beginning[2] << 16)];
        if (_entries.Count > short.MaxValue)
            throw new FormatException("The rules have more than 32767 beginnings.");

        // In the order of the file: the more special rule comes first.
        if (head == 0)
        {
            head = (short)_entries.Count;
        }
        else
        {
            int last = head;
            while (true)
            {
                if (ReferenceEquals(_entries[last].Form, form))
                    return;
                if (_entries[last].Next == 0)
                    break;
                last = _entries[last].Next;
            }

            _entries[last] = _entries[last] with { Next = (short)_entries.Count };
        }

        _entries.Add(new Entry(rule, form, 0));
    }

    /// <summary>The first three bytes of all tokens of a form, digits as '0'; null where there are too many.</summary>
    private static HashSet<string>? Beginnings(FormNode root)
    {
        HashSet<string>? all = Extend(root, [""]);
        return all is null || all.Any(static text => text.Length < 3) ? null : all;
    }

    private static HashSet<string>? Extend(FormNode node, HashSet<string> starts)
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        switch (node)
        {
            case FormSequence sequence:
                HashSet<string>? now = starts;
                foreach (FormNode part in sequence.Parts)
                    if (now is not null)
                        now = Extend(part, now);
                return now;
            case FormChoice choice:
                foreach (FormNode way in choice.Ways)
                    if (Extend(way, starts) is { } ends)
                        result.UnionWith(ends);
                    else
                        return null;
                break;
            case FormBytes bytes:
                HashSet<string> open = starts;
                for (int count = 0; count <= Math.Min(bytes.Most, 3); count++)
                {
                    if (count >= bytes.Least || count == 3)
                        result.UnionWith(open);
                    HashSet<string>? next = Append(open, bytes.Set);
                    if (next is null)
                        return null;
                    open = next;
                }

                break;
        }

        return result.Count <= MostBeginnings ? result : null;
    }

    private static HashSet<string>? Append(HashSet<string> starts, ByteSet set)
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        foreach (string start in starts)
        {
            if (start.Length == 3)
                result.Add(start);
            else
                for (byte value = 0x21; value < 0x7F; value++)
                    if (set.Contains(value))
                        result.Add(start + (char)Fold(value));
            if (result.Count > MostBeginnings)
                return null;
        }

        return result;
    }

    private readonly record struct Entry(SecretRule Rule, Form Form, short Next);
}
