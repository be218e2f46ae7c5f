using System.Collections.Frozen;
using System.Text;

namespace Vitrine.Audit.Reading.Script;

/// <summary>Keys of answers that every client of a model reads, and members of the language: they say nothing.</summary>
internal static class AnswerWords
{
    private static readonly FrozenSet<string> Ordinary =
        ("length content type text index delta message messages choices usage error status headers body ok then catch data name role input output item items call_id arguments tool_calls function id model stop_reason finish_reason "
        + "content_block partial_json response statusCode statusText stdout stderr code event events prototype constructor args argv env exports default value values key keys result results stream reader "
        + "version description properties required parameters input_schema path file cwd session settings config options opts client url host port method protocol hostname pathname platform arch versions node "
        + "push map filter join slice trim toString exit exitCode write read json parse stringify").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static bool IsOrdinary(ReadOnlySpan<byte> word) => Ordinary.Contains(Encoding.UTF8.GetString(word));
}
