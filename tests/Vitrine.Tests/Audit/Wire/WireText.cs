using System.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Wire;
using Vitrine.Egress.Tapping;

namespace Vitrine.Tests.Audit.Wire;

/// <summary>Reads bytes as if a tap had them.</summary>
internal static class WireText
{
    public static readonly CapturedConnection Connection = new(3, "api.example.com", 80, 0);

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static ConnectionReading Read(byte[] sent, byte[]? answered = null, params IReadOnlyList<TappedAnswer> known) =>
        WireReading.Read(new WireBytes(sent, []), new WireBytes(answered ?? [], []), known, Connection);

    public static ConnectionReading Read(string sent, string answered = "", params IReadOnlyList<TappedAnswer> known) =>
        Read(Bytes(sent), Bytes(answered), known);
}
