namespace Vitrine.Gateway.Model;

/// <summary>Who speaks. The result of a tool is a part of a message, not a role: protocols differ in whose message carries it.</summary>
internal enum ModelRole
{
    /// <summary>The person, or the agent on the person's behalf.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>The agent's own instructions, also in the middle of a conversation ("system", "developer").</summary>
    System,
}

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Parts">What is said, in order.</param>
internal sealed record ModelMessage(ModelRole Role, IReadOnlyList<ModelPart> Parts);
