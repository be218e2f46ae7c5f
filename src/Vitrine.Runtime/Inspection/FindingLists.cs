using Vitrine.Core.Model;

namespace Vitrine.Runtime.Inspection;

/// <summary>Puts findings of several parts of one message together.</summary>
internal static class FindingLists
{
    /// <summary>All of them; the first meaning counts.</summary>
    public static BodyFindings Join(IReadOnlyList<BodyFindings> parts) => new()
    {
        Meaning = parts.Select(part => part.Meaning).FirstOrDefault(meaning => meaning is not null),
        Source = Joined(parts, static part => part.Source),
        Secrets = Joined(parts, static part => part.Secrets),
        Identity = Joined(parts, static part => part.Identity),
        HiddenText = Joined(parts, static part => part.HiddenText),
        Unscanned = Joined(parts, static part => part.Unscanned),
        IsCut = parts.Any(static part => part.IsCut),
    };

    /// <summary>The same, each at this place.</summary>
    public static BodyFindings At(BodyFindings found, string place) => found with
    {
        Secrets = [.. found.Secrets.Select(one => one with { Place = place })],
        Identity = [.. found.Identity.Select(one => one with { Place = place })],
        HiddenText = [.. found.HiddenText.Select(one => one with { Place = place })],
        Unscanned = [.. found.Unscanned.Select(one => one with { Place = place })],
    };

    /// <summary>The same, with what was done about the secrets.</summary>
    public static BodyFindings With(BodyFindings found, Effect effect) =>
        found.Secrets.Count == 0 ? found : found with { Secrets = [.. found.Secrets.Select(secret => secret with { Effect = effect })] };

    /// <summary>The same, with what was taken out marked so.</summary>
    public static BodyFindings Redacted(BodyFindings found, bool secrets, bool identity) => With(found, secrets ? Effect.Redact : Effect.Record) with
    {
        Identity = identity ? [.. found.Identity.Select(one => one with { Effect = Effect.Redact })] : found.Identity,
    };

    private static IReadOnlyList<T> Joined<T>(IReadOnlyList<BodyFindings> parts, Func<BodyFindings, IReadOnlyList<T>> list)
    {
        IReadOnlyList<T>? only = null;
        foreach (BodyFindings part in parts)
        {
            IReadOnlyList<T> one = list(part);
            if (one.Count > 0)
                only = only is null ? one : [.. only, .. one];
        }

        return only ?? [];
    }
}
