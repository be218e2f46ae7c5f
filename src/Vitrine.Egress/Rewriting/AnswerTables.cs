using System.Text;
using Vitrine.Core.Model;

namespace Vitrine.Egress.Rewriting;

/// <summary>
/// What is replaced in answers: values of credentials that were put in, by their placeholders, wherever they come from; and placeholders of redacted values, by
/// the values, in answers of the host that got them.
/// </summary>
internal sealed class AnswerTables(int most)
{
    private readonly Lock _lock = new();
    private readonly List<Replacement> _credentials = [];
    private readonly Dictionary<HostName, Restored> _hosts = [];
    private readonly Dictionary<HostName, ReplacementTable> _tables = [];
    private int _count;

    /// <summary>Values of credentials alone, for header fields.</summary>
    public ReplacementTable Credentials { get; private set; } = ReplacementTable.Empty;

    /// <summary>The table for answers of a host.</summary>
    public ReplacementTable For(HostName host)
    {
        lock (_lock)
        {
            if (_tables.TryGetValue(host, out ReplacementTable? table))
                return table;
            if (_credentials.Count == 0 && !_hosts.ContainsKey(host))
                return ReplacementTable.Empty;
            IEnumerable<Replacement> restored = _hosts.TryGetValue(host, out Restored? kept) ? kept.Replacements : [];
            table = new ReplacementTable([.. _credentials, .. restored]);
            // Hosts come from the agent; a table is quickly made again.
            if (_tables.Count >= most)
                _tables.Clear();
            return _tables[host] = table;
        }
    }

    /// <summary>Looks for a credential's value from now on, in the forms that it may come back in.</summary>
    public void Add(DoorCredential credential, string value)
    {
        lock (_lock)
        {
            if (_credentials.Exists(each => each.Credential == credential.Name && each.Find.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(value))))
                return;
            byte[] placeholder = Encoding.ASCII.GetBytes(credential.Placeholder);
            foreach (byte[] form in ValueForms.Of(value))
                _credentials.Add(new Replacement(form, placeholder, credential.Name));
            _tables.Clear();
            Credentials = new ReplacementTable(_credentials);
        }
    }

    /// <summary>Puts these back in the host's answers from now on. Past the bound a placeholder stays what it is.</summary>
    public void Add(HostName host, IReadOnlyList<Restoration> restorations)
    {
        lock (_lock)
            foreach (Restoration each in restorations)
            {
                if (each.Placeholder.Length < Restoration.ShortestPlaceholder)
                    throw new ArgumentException("A placeholder is too short to be told from other text.", nameof(restorations));
                if (!_hosts.TryGetValue(host, out Restored? kept))
                    _hosts.Add(host, kept = new Restored());
                if (_count >= most || !kept.Known.Add(Convert.ToHexString(each.Placeholder.Span)))
                    continue;
                _count++;
                kept.Replacements.Add(new Replacement(each.Placeholder.ToArray(), each.Original.ToArray(), null));
                _tables.Remove(host);
            }
    }

    private sealed class Restored
    {
        public List<Replacement> Replacements { get; } = [];

        public HashSet<string> Known { get; } = [];
    }
}
