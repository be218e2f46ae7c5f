using System.Text.Json.Serialization;

namespace Vitrine.Runtime.Watching;

/// <summary>What became of a question. Everything but an approval is a denial, and so is <c>default</c>.</summary>
[JsonConverter(typeof(AnswerConverter))]
public enum Answer
{
    /// <summary>Nobody answered in time.</summary>
    [JsonStringEnumMemberName("nobody")]
    Nobody,

    /// <summary>A person refused; the same question is not asked again in this session.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>Approved, this time.</summary>
    [JsonStringEnumMemberName("once")]
    Once,

    /// <summary>Approved, and the same again until the session ends.</summary>
    [JsonStringEnumMemberName("session")]
    Session,

    /// <summary>Approved, and a rule is added to the person's policy.</summary>
    [JsonStringEnumMemberName("always")]
    Always,
}

/// <summary>Answers by their words only: a number would be an answer that nobody gave.</summary>
public sealed class AnswerConverter() : JsonStringEnumConverter<Answer>(namingPolicy: null, allowIntegerValues: false);
