using System.Text;
using Vitrine.Audit.Reading.Hiding;

namespace Vitrine.Audit.Reading.Script;

/// <summary>The strings of a program that may be keys. A string is tried with those of the manifest and with those that stand nearest to it.</summary>
internal sealed class JsKeys(KeyBank bank, ReadOnlyMemory<byte> source, JsToken[] tokens, int count)
{
    private const int LongProgram = 20_000;
    private const int Nearest = 48;
    private const int NearestOfLong = 28;
    private const int MostOfProgram = 50_000;

    private readonly List<(int Token, byte[] Key)> _own = [];
    private readonly List<byte[]> _near = [];
    private int _from = -1;

    /// <summary>Finds them.</summary>
    public void Find()
    {
        for (int at = 0; at < count && _own.Count < MostOfProgram; at++)
        {
            if (tokens[at].Kind is not (JsTokenKind.Text or JsTokenKind.Template) || tokens[at].End - tokens[at].Start is < 4 or > 66 || !IsPlace(at))
                continue;
            string key = JsText.Value(source.Span, tokens[at]);
            if (key.Length == 0 || key.StartsWith("node:", StringComparison.Ordinal))
                continue;
            bank.Add(key);
            _own.Add((at, Encoding.UTF8.GetBytes(key)));
            if (key.Length >= 4 && key.Length % 2 == 0 && Escapes.EndOfHex(key) < 0)
                _own.Add((at, Convert.FromHexString(key)));
        }
    }

    /// <summary>Those for the string at a token.</summary>
    public List<byte[]> Near(int token)
    {
        int low = 0, high = _own.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _own[middle].Token < token ? (middle + 1, high) : (low, middle);
        }

        int reach = count < LongProgram ? Nearest : NearestOfLong;
        int from = Math.Max(0, Math.Min(low - reach, _own.Count - (2 * reach)));
        if (from == _from)
            return _near;
        _from = from;
        _near.Clear();
        _near.AddRange(bank.OfManifest);
        for (int at = from; at < _own.Count && at < from + (2 * reach); at++)
            _near.Add(_own[at].Key);
        return _near;
    }

    // A key stands alone: assigned, or an argument. The longest programs have too many strings to try them all.
    private bool IsPlace(int at) =>
        count < LongProgram || (at > 0 && tokens[at - 1].End - tokens[at - 1].Start == 1 && source.Span[tokens[at - 1].Start] == '=');
}
