package io.ternmq.store.jpa;

import io.ternmq.store.UserRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A user's row. */
@Entity(name = "BrokerUser")
@Table(name = "broker_user")
class UserEntity {

    @Id
    String name;

    byte[] salt;

    int iterations;

    @Column(name = "stored_key")
    byte[] storedKey;

    @Column(name = "server_key")
    byte[] serverKey;

    String roles;

    static UserEntity of(UserRecord user) {
        UserEntity entity = new UserEntity();
        entity.name = user.name();
        entity.salt = user.salt();
        entity.iterations = user.iterations();
        entity.storedKey = user.storedKey();
        entity.serverKey = user.serverKey();
        entity.roles = user.roles();
        return entity;
    }

    UserRecord toRecord() {
        return new UserRecord(name, salt, iterations, storedKey, serverKey, roles);
    }
}
