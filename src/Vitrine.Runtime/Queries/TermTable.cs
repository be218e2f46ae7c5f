using System.Runtime.InteropServices;
using System.Text;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Queries;

/// <summary>The dictionary of a segment while it is made: which hosts, programs and files, with which kind and decision, stand in which blocks.</summary>
internal sealed class TermTable
{
    private const int TermCost = 128;
    private readonly Dictionary<TermKey, BlockList> _terms = [];
    private readonly Dictionary<Facet, int> _numbers = [];

    /// <summary>Kinds and decisions by number.</summary>
    public List<Facet> Facets { get; } = [];

    /// <summary>About how much memory the dictionary takes.</summary>
    public long Cost { get; private set; }

    /// <summary>Adds what an entry speaks of.</summary>
    public void Add(string kind, EntryFacts facts, int block)
    {
        var facet = new Facet(kind, (byte)(facts.Decision is { } decision ? (int)decision + 1 : 0));
        if (!_numbers.TryGetValue(facet, out int number))
        {
            number = Facets.Count;
            _numbers.Add(facet, number);
            Facets.Add(facet);
        }

        Add(new TermKey(TermField.None, "", false, number), block);
        foreach ((TermField field, string value) in facts.Values)
        {
            bool isCut = value.Length > IndexFormat.LongestTerm;
            Add(new TermKey(field, isCut ? value[..IndexFormat.LongestTerm] : value, isCut, number), block);
        }
    }

    /// <summary>Writes a field's terms into chunks, each of which can be read alone.</summary>
    public void Write(TermField field, int blocks, IndexOutput output, Action onChunk)
    {
        byte[] previous = [];
        foreach (TermKey key in _terms.Keys.Where(key => key.Field == field).Order())
        {
            byte[] value = Encoding.UTF8.GetBytes(key.Value);
            int shared = previous.AsSpan().CommonPrefixLength(value);
            output.Number(shared);
            output.Sized(value.AsSpan(shared));
            output.Byte(key.IsCut ? (byte)1 : (byte)0);
            output.Number(key.Facet);
            BlockSets.Write(output, _terms[key].Blocks, blocks);
            previous = value;
            if (output.Length < 4 * IndexFormat.ChunkSize)
                continue;
            onChunk();
            previous = [];
        }

        if (output.Length > 0)
            onChunk();
    }

    private void Add(TermKey key, int block)
    {
        ref BlockList? list = ref CollectionsMarshal.GetValueRefOrAddDefault(_terms, key, out bool isKnown);
        if (!isKnown)
        {
            list = new BlockList();
            Cost += TermCost + (2 * key.Value.Length);
        }

        list!.Add(block);
    }
}
